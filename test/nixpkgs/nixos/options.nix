# The options of NixOS that the tests set, with their real names.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;
  inherit (config.boot.loader) grub;
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
    environment.systemPackages = mkOption {
      type = types.listOf types.package;
      default = [ ];
    };
    environment.etc = mkOption {
      type = types.attrsOf (types.submodule file);
      default = { };
    };
    nix.settings.sync-before-registering = mkOption {
      type = types.bool;
      default = false;
    };
    nixpkgs.hostPlatform = mkOption { type = types.str; };
    system.stateVersion = mkOption { type = types.str; };
    system.build = mkOption {
      type = types.attrsOf types.raw;
      default = { };
    };
    boot.loader.grub = {
      enable = mkOption {
        type = types.bool;
        default = !config.boot.loader.systemd-boot.enable;
      };
      device = mkOption {
        type = types.str;
        default = "";
      };
      efiSupport = mkOption {
        type = types.bool;
        default = false;
      };
      default = mkOption {
        type = types.raw;
        default = "0";
      };
      users = mkOption {
        type = types.attrsOf types.raw;
        default = { };
      };
      mirroredBoots = mkOption {
        type = types.listOf types.raw;
        default = lib.optional (grub.device != "") { path = "/boot"; };
      };
    };
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
  config.system.build.grub = if grub.device == "nodev" then null else pkgs.grub2;
}
