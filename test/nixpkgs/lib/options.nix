rec {
  mkOption = option: option // { _type = "option"; };
  literalExpression = text: {
    _type = "literalExpression";
    inherit text;
  };
  literalMD = text: {
    _type = "literalMD";
    inherit text;
  };

  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };
  mkMerge = contents: {
    _type = "merge";
    inherit contents;
  };
  mkOverride = priority: content: {
    _type = "override";
    inherit priority content;
  };
  mkForce = mkOverride 50;
  mkDefault = mkOverride 1000;
  mkOptionDefault = mkOverride 1500;

  showOption =
    loc:
    builtins.concatStringsSep "." (
      map (key: if builtins.match "[A-Za-z_*<][A-Za-z0-9_*>-]*" key == null then builtins.toJSON key else key) loc
    );
}
