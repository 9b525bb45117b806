"""relay.py PORT TAP RTT_MS: passes frames between PORT and a new interface TAP, each RTT_MS / 2 late."""
import fcntl
import os
import select
import socket
import struct
import sys
import time
from collections import deque

port, tap, half = sys.argv[1], sys.argv[2], float(sys.argv[3]) / 2000
TUNSETIFF, TUNSETOFFLOAD = 0x400454CA, 0x400454D0
TAP_NO_PI_VNET_HDR, CSUM_TSO4_TSO6 = 0x5002, 7
SOL_PACKET, ADD_MEMBERSHIP, VNET_HDR, IGNORE_OUTGOING, PROMISCUOUS = 263, 1, 15, 23, 1
SO_RCVBUFFORCE, EVERY_PROTOCOL, EAGAIN = 33, 3, 11

tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", tap.encode(), TAP_NO_PI_VNET_HDR))
fcntl.ioctl(tun, TUNSETOFFLOAD, CSUM_TSO4_TSO6)

wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(EVERY_PROTOCOL))
wire.setsockopt(SOL_PACKET, VNET_HDR, 1)
wire.setsockopt(SOL_PACKET, IGNORE_OUTGOING, 1)
wire.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 1 << 25)
wire.bind((port, 0))
wire.setblocking(False)
wire.setsockopt(SOL_PACKET, ADD_MEMBERSHIP, struct.pack("iHH8s", socket.if_nametoindex(port), PROMISCUOUS, 0, b""))

late = {wire.fileno(): deque(), tun: deque()}
other = {wire.fileno(): tun, tun: wire.fileno()}
while True:
    due = min((frames[0][0] for frames in late.values() if frames), default=None)
    ready = select.select(list(late), [], [], None if due is None else max(0, due - time.monotonic()))[0]
    for end in ready:
        try:
            while True:
                frame = os.read(end, 70000)
                late[end].append((time.monotonic() + half, frame))
        except OSError as error:
            if error.errno != EAGAIN:  # the port is down: the cable is cut
                time.sleep(0.005)
    now = time.monotonic()
    for end, frames in late.items():
        while frames and frames[0][0] <= now:
            try:
                os.write(other[end], frames.popleft()[1])
            except OSError:
                pass
