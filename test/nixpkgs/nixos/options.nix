# The options of NixOS that the tests set, with their real names.
{ lib, ... }:
let
  inherit (lib) mkOption types;
  ignored = mkOption {
    type = types.raw;
    default = { };
  };
  units = mkOption {
    type = types.attrsOf types.raw;
    default = { };
  };
  file = {
    options.text = mkOption {
      type = types.lines;
      default = "";
    };
  };
in
{
  options = {
    networking.hostName = mkOption {
      type = types.str;
      default = "nixos";
    };
    environment.etc = mkOption {
      type = types.attrsOf (types.submodule file);
      default = { };
    };
    nixpkgs.hostPlatform = mkOption { type = types.str; };
    system.stateVersion = mkOption { type = types.str; };
    system.build = mkOption {
      type = types.attrsOf types.package;
      default = { };
    };
    boot.loader.grub = ignored;
    boot.loader.systemd-boot.enable = mkOption {
      type = types.bool;
      default = false;
    };
    boot.kernelParams = mkOption {
      type = types.listOf types.str;
      default = [ ];
    };
    fileSystems = ignored;
    services = ignored;
    systemd.services = units;
    systemd.timers = units;
    users = ignored;

    # Only here: shell text that runs as part of every activation.
    toy.activation = mkOption {
      type = types.lines;
      default = "";
    };
  };
}
