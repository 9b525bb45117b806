# config.system.build.toplevel: a system that an action is recorded of instead of services being started.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  names = builtins.attrNames config.environment.etc;
in
{
  config.system.build.toplevel =
    pkgs.runCommandLocal "nixos-system-${config.networking.hostName}"
      {
        activation = ''
          ${config.toy.activation}
        '';
        passAsFile = [ "activation" ];
      }
      ''
        mkdir -p $out/bin $out/etc
        ${lib.concatMapStrings (name: ''
          mkdir -p "$(dirname "$out"/etc/${lib.escapeShellArg name})"
          printf %s ${lib.escapeShellArg config.environment.etc.${name}.text} > "$out"/etc/${lib.escapeShellArg name}
        '') names}
        echo ${lib.escapeShellArg config.networking.hostName} > $out/etc/hostname
        cp "$activationPath" $out/activation
        sed "s|@out@|$out|" ${./switch-to-configuration.sh} > $out/bin/switch-to-configuration
        chmod +x $out/bin/switch-to-configuration
      '';
}
