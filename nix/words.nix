# Command lines out of options. The rules are those of src/shell/words.ts; a test compares the two.
{ lib }:
let
  unescape = builtins.replaceStrings [ "\\\"" "\\$" "\\`" "\\\\" ] [ "\"" "$" "`" "\\" ];

  inBytes = builtins.replaceStrings [ "‘" "’" "“" "”" ] [ "\\xe2\\x80\\x98" "\\xe2\\x80\\x99" "\\xe2\\x80\\x9c" "\\xe2\\x80\\x9d" ];

  # What a piece of a command adds to the word that is being read; null where a blank ends it.
  partOf =
    piece:
    let
      group = builtins.elemAt piece;
    in
    if builtins.isString piece then
      piece
    else if group 0 != null then
      null
    else if group 1 != null then
      group 1
    else if group 2 != null then
      unescape (group 2)
    else
      group 4;

  read =
    line: piece:
    let
      part = partOf piece;
    in
    if part == null then
      line // { open = null; words = line.words ++ lib.optional (line.open != null) line.open; }
    else if piece == "" then
      line
    else
      line // { open = (if line.open == null then "" else line.open) + part; };

  isCommand = text: builtins.match "(proxy|local|remote|knownhosts)command([^a-z].*|)" (lib.toLower text) != null;
in
rec {
  # A command such as `ssh -F '/etc/my config'`: split at blanks outside of quotes, nothing expanded.
  splitCommand =
    text:
    let
      line = builtins.foldl' read { open = null; words = [ ]; } (
        builtins.split "([[:space:]]+)|'([^']*)'|\"(([^\"\\]|\\\\.)*)\"|\\\\(.)" (text + " ")
      );
    in
    line.words;

  # One entry of an option list: `"-p"`, `"22"`, `"-p 22"`, `" -A -p 22"`. A value keeps its blanks.
  splitOption =
    entry:
    let
      text = builtins.head (builtins.match "[[:space:]]*(.*)" entry);
      option = builtins.match "(-[A-Za-z0-9]+)[[:space:]]+([^[:space:]].*)" text;
      flag = builtins.elemAt option 0;
      rest = builtins.elemAt option 1;
      value = builtins.match "([^[:space:]]+)[[:space:]]+(-[A-Za-z0-9].*)" rest;
    in
    if option == null then
      [ text ]
    else if lib.hasPrefix "-" rest then
      [ flag ] ++ splitOption rest
    else if (flag == "-o" && isCommand rest) || value == null then
      [ flag rest ]
    else
      [ flag (builtins.elemAt value 0) ] ++ splitOption (builtins.elemAt value 1);

  # One word for any POSIX shell, bare when it is safe.
  quote =
    word: if builtins.match "[A-Za-z0-9_/.:@%+,=-]+" word != null then word else lib.escapeShellArg word;

  # One word for bash, also to the eyes of shellcheck, which takes `'$x'`, `'~'` and `'’'` for mistakes.
  quoteForBash =
    word:
    if builtins.match "[^$`~\\]*" word != null && inBytes word == word then
      quote word
    else
      "$'${inBytes (builtins.replaceStrings [ "\\" "'" "\n" ] [ "\\\\" "\\'" "\\n" ] word)}'";

  # One word in which `$NAME` and a leading `~/` mean what they mean in a shell.
  quoteExpandable =
    word:
    let
      pieces = builtins.split "(^~/|\\$[A-Za-z_][A-Za-z0-9_]*|\\$\\{[A-Za-z_][A-Za-z0-9_]*})" word;
      render =
        piece:
        if builtins.isString piece then
          lib.optionalString (piece != "") (quote piece)
        else if builtins.head piece == "~/" then
          "~/"
        else
          "\"${builtins.head piece}\"";
    in
    if word == "" then "''" else lib.concatMapStrings render pieces;
}
