# The template alone, so that `nix flake new --template ./test` needs no input of lollypops and no network.
{
  outputs = _: {
    templates.default = {
      path = ./example;
      description = "A flake with two hosts that lollypops deploys";
    };
  };
}
