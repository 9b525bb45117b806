rec {
  concatMap = builtins.concatMap;
  concatMapStrings = f: list: builtins.concatStringsSep "" (map f list);
  concatStringsSep = builtins.concatStringsSep;
  concatMapStringsSep = separator: f: list: builtins.concatStringsSep separator (map f list);
  escapeShellArg =
    value:
    let
      word = toString value;
    in
    if builtins.match "[A-Za-z0-9,._+:@%/-]+" word != null then
      word
    else
      "'${builtins.replaceStrings [ "'" ] [ "'\\''" ] word}'";
  escapeShellArgs = concatMapStringsSep " " escapeShellArg;
  genAttrs = names: f: builtins.listToAttrs (map (name: nameValuePair name (f name)) names);
  hasPrefix = prefix: text: builtins.substring 0 (builtins.stringLength prefix) text == prefix;
  nameValuePair = name: value: { inherit name value; };
  last = list: builtins.elemAt list (builtins.length list - 1);
  optional = condition: value: if condition then [ value ] else [ ];
  optionals = condition: list: if condition then list else [ ];
  optionalAttrs = condition: set: if condition then set else { };
  optionalString = condition: text: if condition then text else "";

  makeOverridable =
    f: args:
    f args // { override = more: makeOverridable f (args // (if builtins.isFunction more then more args else more)); };
}
