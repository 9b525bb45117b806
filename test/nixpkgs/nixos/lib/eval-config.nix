import ../. { lib = import ../../lib; }
