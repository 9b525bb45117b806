#!/usr/bin/env node
'use strict'
const here = require('node:url').pathToFileURL(__dirname + '/script/')
"use strict";
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __esm = (fn, res, err2) => function __init() {
  if (err2) throw err2[0];
  try {
    return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res;
  } catch (e) {
    throw err2 = [e], e;
  }
};
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
};
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(
  // If the importer is in node compatibility mode or this is not an ESM
  // file that has been converted to a CommonJS file using a Babel-
  // compatible transform (i.e. "__esModule" has not been set), then set
  // "default" to the CommonJS "module.exports" for node compatibility.
  isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target,
  mod
));

// node_modules/picomatch/lib/constants.js
var require_constants = __commonJS({
  "node_modules/picomatch/lib/constants.js"(exports2, module2) {
    "use strict";
    var WIN_SLASH = "\\\\/";
    var WIN_NO_SLASH = `[^${WIN_SLASH}]`;
    var DEFAULT_MAX_EXTGLOB_RECURSION = 0;
    var DOT_LITERAL = "\\.";
    var PLUS_LITERAL = "\\+";
    var QMARK_LITERAL = "\\?";
    var SLASH_LITERAL = "\\/";
    var ONE_CHAR = "(?=.)";
    var QMARK = "[^/]";
    var END_ANCHOR = `(?:${SLASH_LITERAL}|$)`;
    var START_ANCHOR = `(?:^|${SLASH_LITERAL})`;
    var DOTS_SLASH = `${DOT_LITERAL}{1,2}${END_ANCHOR}`;
    var NO_DOT = `(?!${DOT_LITERAL})`;
    var NO_DOTS = `(?!${START_ANCHOR}${DOTS_SLASH})`;
    var NO_DOT_SLASH = `(?!${DOT_LITERAL}{0,1}${END_ANCHOR})`;
    var NO_DOTS_SLASH = `(?!${DOTS_SLASH})`;
    var QMARK_NO_DOT = `[^.${SLASH_LITERAL}]`;
    var STAR = `${QMARK}*?`;
    var SEP = "/";
    var POSIX_CHARS = {
      DOT_LITERAL,
      PLUS_LITERAL,
      QMARK_LITERAL,
      SLASH_LITERAL,
      ONE_CHAR,
      QMARK,
      END_ANCHOR,
      DOTS_SLASH,
      NO_DOT,
      NO_DOTS,
      NO_DOT_SLASH,
      NO_DOTS_SLASH,
      QMARK_NO_DOT,
      STAR,
      START_ANCHOR,
      SEP
    };
    var WINDOWS_CHARS = {
      ...POSIX_CHARS,
      SLASH_LITERAL: `[${WIN_SLASH}]`,
      QMARK: WIN_NO_SLASH,
      STAR: `${WIN_NO_SLASH}*?`,
      DOTS_SLASH: `${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$)`,
      NO_DOT: `(?!${DOT_LITERAL})`,
      NO_DOTS: `(?!(?:^|[${WIN_SLASH}])${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
      NO_DOT_SLASH: `(?!${DOT_LITERAL}{0,1}(?:[${WIN_SLASH}]|$))`,
      NO_DOTS_SLASH: `(?!${DOT_LITERAL}{1,2}(?:[${WIN_SLASH}]|$))`,
      QMARK_NO_DOT: `[^.${WIN_SLASH}]`,
      START_ANCHOR: `(?:^|[${WIN_SLASH}])`,
      END_ANCHOR: `(?:[${WIN_SLASH}]|$)`,
      SEP: "\\"
    };
    var POSIX_REGEX_SOURCE = {
      __proto__: null,
      alnum: "a-zA-Z0-9",
      alpha: "a-zA-Z",
      ascii: "\\x00-\\x7F",
      blank: " \\t",
      cntrl: "\\x00-\\x1F\\x7F",
      digit: "0-9",
      graph: "\\x21-\\x7E",
      lower: "a-z",
      print: "\\x20-\\x7E ",
      punct: "\\-!\"#$%&'()\\*+,./:;<=>?@[\\]^_`{|}~",
      space: " \\t\\r\\n\\v\\f",
      upper: "A-Z",
      word: "A-Za-z0-9_",
      xdigit: "A-Fa-f0-9"
    };
    module2.exports = {
      DEFAULT_MAX_EXTGLOB_RECURSION,
      MAX_LENGTH: 1024 * 64,
      POSIX_REGEX_SOURCE,
      // regular expressions
      REGEX_BACKSLASH: /\\(?![*+?^${}(|)[\]])/g,
      REGEX_NON_SPECIAL_CHARS: /^[^@![\].,$*+?^{}()|\\/]+/,
      REGEX_SPECIAL_CHARS: /[-*+?.^${}(|)[\]]/,
      REGEX_SPECIAL_CHARS_BACKREF: /(\\?)((\W)(\3*))/g,
      REGEX_SPECIAL_CHARS_GLOBAL: /([-*+?.^${}(|)[\]])/g,
      REGEX_REMOVE_BACKSLASH: /(?:\[.*?[^\\]\]|\\(?=.))/g,
      // Replace globs with equivalent patterns to reduce parsing time.
      REPLACEMENTS: {
        __proto__: null,
        "***": "*",
        "**/**": "**",
        "**/**/**": "**"
      },
      // Digits
      CHAR_0: 48,
      /* 0 */
      CHAR_9: 57,
      /* 9 */
      // Alphabet chars.
      CHAR_UPPERCASE_A: 65,
      /* A */
      CHAR_LOWERCASE_A: 97,
      /* a */
      CHAR_UPPERCASE_Z: 90,
      /* Z */
      CHAR_LOWERCASE_Z: 122,
      /* z */
      CHAR_LEFT_PARENTHESES: 40,
      /* ( */
      CHAR_RIGHT_PARENTHESES: 41,
      /* ) */
      CHAR_ASTERISK: 42,
      /* * */
      // Non-alphabetic chars.
      CHAR_AMPERSAND: 38,
      /* & */
      CHAR_AT: 64,
      /* @ */
      CHAR_BACKWARD_SLASH: 92,
      /* \ */
      CHAR_CARRIAGE_RETURN: 13,
      /* \r */
      CHAR_CIRCUMFLEX_ACCENT: 94,
      /* ^ */
      CHAR_COLON: 58,
      /* : */
      CHAR_COMMA: 44,
      /* , */
      CHAR_DOT: 46,
      /* . */
      CHAR_DOUBLE_QUOTE: 34,
      /* " */
      CHAR_EQUAL: 61,
      /* = */
      CHAR_EXCLAMATION_MARK: 33,
      /* ! */
      CHAR_FORM_FEED: 12,
      /* \f */
      CHAR_FORWARD_SLASH: 47,
      /* / */
      CHAR_GRAVE_ACCENT: 96,
      /* ` */
      CHAR_HASH: 35,
      /* # */
      CHAR_HYPHEN_MINUS: 45,
      /* - */
      CHAR_LEFT_ANGLE_BRACKET: 60,
      /* < */
      CHAR_LEFT_CURLY_BRACE: 123,
      /* { */
      CHAR_LEFT_SQUARE_BRACKET: 91,
      /* [ */
      CHAR_LINE_FEED: 10,
      /* \n */
      CHAR_NO_BREAK_SPACE: 160,
      /* \u00A0 */
      CHAR_PERCENT: 37,
      /* % */
      CHAR_PLUS: 43,
      /* + */
      CHAR_QUESTION_MARK: 63,
      /* ? */
      CHAR_RIGHT_ANGLE_BRACKET: 62,
      /* > */
      CHAR_RIGHT_CURLY_BRACE: 125,
      /* } */
      CHAR_RIGHT_SQUARE_BRACKET: 93,
      /* ] */
      CHAR_SEMICOLON: 59,
      /* ; */
      CHAR_SINGLE_QUOTE: 39,
      /* ' */
      CHAR_SPACE: 32,
      /*   */
      CHAR_TAB: 9,
      /* \t */
      CHAR_UNDERSCORE: 95,
      /* _ */
      CHAR_VERTICAL_LINE: 124,
      /* | */
      CHAR_ZERO_WIDTH_NOBREAK_SPACE: 65279,
      /* \uFEFF */
      /**
       * Create EXTGLOB_CHARS
       */
      extglobChars(chars) {
        return {
          "!": { type: "negate", open: "(?:(?!(?:", close: `))${chars.STAR})` },
          "?": { type: "qmark", open: "(?:", close: ")?" },
          "+": { type: "plus", open: "(?:", close: ")+" },
          "*": { type: "star", open: "(?:", close: ")*" },
          "@": { type: "at", open: "(?:", close: ")" }
        };
      },
      /**
       * Create GLOB_CHARS
       */
      globChars(win32) {
        return win32 === true ? WINDOWS_CHARS : POSIX_CHARS;
      }
    };
  }
});

// node_modules/picomatch/lib/utils.js
var require_utils = __commonJS({
  "node_modules/picomatch/lib/utils.js"(exports2) {
    "use strict";
    var {
      REGEX_BACKSLASH,
      REGEX_REMOVE_BACKSLASH,
      REGEX_SPECIAL_CHARS,
      REGEX_SPECIAL_CHARS_GLOBAL
    } = require_constants();
    exports2.isObject = (val) => val !== null && typeof val === "object" && !Array.isArray(val);
    exports2.hasRegexChars = (str) => REGEX_SPECIAL_CHARS.test(str);
    exports2.isRegexChar = (str) => str.length === 1 && exports2.hasRegexChars(str);
    exports2.escapeRegex = (str) => str.replace(REGEX_SPECIAL_CHARS_GLOBAL, "\\$1");
    exports2.toPosixSlashes = (str) => str.replace(REGEX_BACKSLASH, "/");
    exports2.isWindows = () => {
      if (typeof navigator !== "undefined" && navigator.platform) {
        const platform = navigator.platform.toLowerCase();
        return platform === "win32" || platform === "windows";
      }
      if (typeof process !== "undefined" && process.platform) {
        return process.platform === "win32";
      }
      return false;
    };
    exports2.removeBackslashes = (str) => {
      return str.replace(REGEX_REMOVE_BACKSLASH, (match2) => {
        return match2 === "\\" ? "" : match2;
      });
    };
    exports2.escapeLast = (input, char, lastIdx) => {
      const idx = input.lastIndexOf(char, lastIdx);
      if (idx === -1) return input;
      if (input[idx - 1] === "\\") return exports2.escapeLast(input, char, idx - 1);
      return `${input.slice(0, idx)}\\${input.slice(idx)}`;
    };
    exports2.removePrefix = (input, state = {}) => {
      let output = input;
      if (output.startsWith("./")) {
        output = output.slice(2);
        state.prefix = "./";
      }
      return output;
    };
    exports2.wrapOutput = (input, state = {}, options = {}) => {
      const prepend = options.contains ? "" : "^";
      const append = options.contains ? "" : "$";
      let output = `${prepend}(?:${input})${append}`;
      if (state.negated === true) {
        output = `(?:^(?!${output}).*$)`;
      }
      return output;
    };
    exports2.basename = (path, { windows } = {}) => {
      const segs = path.split(windows ? /[\\/]/ : "/");
      const last = segs[segs.length - 1];
      if (last === "") {
        return segs[segs.length - 2];
      }
      return last;
    };
  }
});

// node_modules/picomatch/lib/scan.js
var require_scan = __commonJS({
  "node_modules/picomatch/lib/scan.js"(exports2, module2) {
    "use strict";
    var utils = require_utils();
    var {
      CHAR_ASTERISK,
      /* * */
      CHAR_AT,
      /* @ */
      CHAR_BACKWARD_SLASH,
      /* \ */
      CHAR_COMMA,
      /* , */
      CHAR_DOT,
      /* . */
      CHAR_EXCLAMATION_MARK,
      /* ! */
      CHAR_FORWARD_SLASH,
      /* / */
      CHAR_LEFT_CURLY_BRACE,
      /* { */
      CHAR_LEFT_PARENTHESES,
      /* ( */
      CHAR_LEFT_SQUARE_BRACKET,
      /* [ */
      CHAR_PLUS,
      /* + */
      CHAR_QUESTION_MARK,
      /* ? */
      CHAR_RIGHT_CURLY_BRACE,
      /* } */
      CHAR_RIGHT_PARENTHESES,
      /* ) */
      CHAR_RIGHT_SQUARE_BRACKET
      /* ] */
    } = require_constants();
    var isPathSeparator = (code) => {
      return code === CHAR_FORWARD_SLASH || code === CHAR_BACKWARD_SLASH;
    };
    var depth = (token) => {
      if (token.isPrefix !== true) {
        token.depth = token.isGlobstar ? Infinity : 1;
      }
    };
    var scan = (input, options) => {
      const opts = options || {};
      const length = input.length - 1;
      const scanToEnd = opts.parts === true || opts.tokens === true || opts.scanToEnd === true;
      const slashes = [];
      const tokens = [];
      const parts = [];
      let str = input;
      let index = -1;
      let start = 0;
      let lastIndex = 0;
      let isBrace = false;
      let isBracket = false;
      let isGlob2 = false;
      let isExtglob = false;
      let isGlobstar = false;
      let braceEscaped = false;
      let backslashes = false;
      let negated = false;
      let negatedExtglob = false;
      let finished = false;
      let braces = 0;
      let prev;
      let code;
      let token = { value: "", depth: 0, isGlob: false };
      const eos = () => index >= length;
      const peek = () => str.charCodeAt(index + 1);
      const advance = () => {
        prev = code;
        return str.charCodeAt(++index);
      };
      while (index < length) {
        code = advance();
        let next;
        if (code === CHAR_BACKWARD_SLASH) {
          backslashes = token.backslashes = true;
          code = advance();
          if (code === CHAR_LEFT_CURLY_BRACE) {
            braceEscaped = true;
          }
          continue;
        }
        if (braceEscaped === true || code === CHAR_LEFT_CURLY_BRACE) {
          braces++;
          while (eos() !== true && (code = advance())) {
            if (code === CHAR_BACKWARD_SLASH) {
              backslashes = token.backslashes = true;
              advance();
              continue;
            }
            if (code === CHAR_LEFT_CURLY_BRACE) {
              braces++;
              continue;
            }
            if (braceEscaped !== true && code === CHAR_DOT && (code = advance()) === CHAR_DOT) {
              isBrace = token.isBrace = true;
              isGlob2 = token.isGlob = true;
              finished = true;
              if (scanToEnd === true) {
                continue;
              }
              break;
            }
            if (braceEscaped !== true && code === CHAR_COMMA) {
              isBrace = token.isBrace = true;
              isGlob2 = token.isGlob = true;
              finished = true;
              if (scanToEnd === true) {
                continue;
              }
              break;
            }
            if (code === CHAR_RIGHT_CURLY_BRACE) {
              braces--;
              if (braces === 0) {
                braceEscaped = false;
                isBrace = token.isBrace = true;
                finished = true;
                break;
              }
            }
          }
          if (scanToEnd === true) {
            continue;
          }
          break;
        }
        if (code === CHAR_FORWARD_SLASH) {
          slashes.push(index);
          tokens.push(token);
          token = { value: "", depth: 0, isGlob: false };
          if (finished === true) continue;
          if (prev === CHAR_DOT && index === start + 1) {
            start += 2;
            continue;
          }
          lastIndex = index + 1;
          continue;
        }
        if (opts.noext !== true) {
          const isExtglobChar = code === CHAR_PLUS || code === CHAR_AT || code === CHAR_ASTERISK || code === CHAR_QUESTION_MARK || code === CHAR_EXCLAMATION_MARK;
          if (isExtglobChar === true && peek() === CHAR_LEFT_PARENTHESES) {
            isGlob2 = token.isGlob = true;
            isExtglob = token.isExtglob = true;
            finished = true;
            if (code === CHAR_EXCLAMATION_MARK && index === start) {
              negatedExtglob = true;
            }
            if (scanToEnd === true) {
              let parens = 0;
              while (eos() !== true && (code = advance())) {
                if (code === CHAR_BACKWARD_SLASH) {
                  backslashes = token.backslashes = true;
                  advance();
                  continue;
                }
                if (code === CHAR_LEFT_PARENTHESES) {
                  parens++;
                  continue;
                }
                if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
                  finished = true;
                  break;
                }
              }
              continue;
            }
            break;
          }
        }
        if (code === CHAR_ASTERISK) {
          if (prev === CHAR_ASTERISK) isGlobstar = token.isGlobstar = true;
          isGlob2 = token.isGlob = true;
          finished = true;
          if (scanToEnd === true) {
            continue;
          }
          break;
        }
        if (code === CHAR_QUESTION_MARK) {
          isGlob2 = token.isGlob = true;
          finished = true;
          if (scanToEnd === true) {
            continue;
          }
          break;
        }
        if (code === CHAR_LEFT_SQUARE_BRACKET) {
          while (eos() !== true && (next = advance())) {
            if (next === CHAR_BACKWARD_SLASH) {
              backslashes = token.backslashes = true;
              advance();
              continue;
            }
            if (next === CHAR_RIGHT_SQUARE_BRACKET) {
              isBracket = token.isBracket = true;
              isGlob2 = token.isGlob = true;
              finished = true;
              break;
            }
          }
          if (scanToEnd === true) {
            continue;
          }
          break;
        }
        if (opts.nonegate !== true && code === CHAR_EXCLAMATION_MARK && index === start) {
          negated = token.negated = true;
          start++;
          continue;
        }
        if (opts.noparen !== true && code === CHAR_LEFT_PARENTHESES) {
          isGlob2 = token.isGlob = true;
          if (scanToEnd === true) {
            let parens = 1;
            while (eos() !== true && (code = advance())) {
              if (code === CHAR_BACKWARD_SLASH) {
                backslashes = token.backslashes = true;
                advance();
                continue;
              }
              if (code === CHAR_LEFT_PARENTHESES) {
                parens++;
                continue;
              }
              if (code === CHAR_RIGHT_PARENTHESES && --parens === 0) {
                finished = true;
                break;
              }
            }
            continue;
          }
          break;
        }
        if (isGlob2 === true) {
          finished = true;
          if (scanToEnd === true) {
            continue;
          }
          break;
        }
      }
      if (opts.noext === true) {
        isExtglob = false;
        isGlob2 = false;
      }
      let base = str;
      let prefix = "";
      let glob = "";
      if (start > 0) {
        prefix = str.slice(0, start);
        str = str.slice(start);
        lastIndex -= start;
      }
      if (base && isGlob2 === true && lastIndex > 0) {
        base = str.slice(0, lastIndex);
        glob = str.slice(lastIndex);
      } else if (isGlob2 === true) {
        base = "";
        glob = str;
      } else {
        base = str;
      }
      if (base && base !== "" && base !== "/" && base !== str) {
        if (isPathSeparator(base.charCodeAt(base.length - 1))) {
          base = base.slice(0, -1);
        }
      }
      if (opts.unescape === true) {
        if (glob) glob = utils.removeBackslashes(glob);
        if (base && backslashes === true) {
          base = utils.removeBackslashes(base);
        }
      }
      const state = {
        prefix,
        input,
        start,
        base,
        glob,
        isBrace,
        isBracket,
        isGlob: isGlob2,
        isExtglob,
        isGlobstar,
        negated,
        negatedExtglob
      };
      if (opts.tokens === true) {
        state.maxDepth = 0;
        if (!isPathSeparator(code)) {
          tokens.push(token);
        }
        state.tokens = tokens;
      }
      if (opts.parts === true || opts.tokens === true) {
        let prevIndex;
        for (let idx = 0; idx < slashes.length; idx++) {
          const n2 = prevIndex !== void 0 ? prevIndex + 1 : start;
          const i = slashes[idx];
          const value2 = input.slice(n2, i);
          if (opts.tokens) {
            if (idx === 0 && start !== 0) {
              tokens[idx].isPrefix = true;
              tokens[idx].value = prefix;
            } else {
              tokens[idx].value = value2;
            }
            depth(tokens[idx]);
            state.maxDepth += tokens[idx].depth;
          }
          if (i >= start) {
            parts.push(value2);
            prevIndex = i;
          }
        }
        const n = prevIndex !== void 0 ? prevIndex + 1 : start;
        const value = input.slice(n);
        parts.push(value);
        if (opts.tokens && prevIndex && prevIndex + 1 < input.length) {
          tokens[tokens.length - 1].value = value;
          depth(tokens[tokens.length - 1]);
          state.maxDepth += tokens[tokens.length - 1].depth;
        }
        state.slashes = slashes;
        state.parts = parts;
      }
      return state;
    };
    module2.exports = scan;
  }
});

// node_modules/picomatch/lib/parse.js
var require_parse = __commonJS({
  "node_modules/picomatch/lib/parse.js"(exports2, module2) {
    "use strict";
    var constants5 = require_constants();
    var utils = require_utils();
    var {
      MAX_LENGTH,
      POSIX_REGEX_SOURCE,
      REGEX_NON_SPECIAL_CHARS,
      REGEX_SPECIAL_CHARS_BACKREF,
      REPLACEMENTS
    } = constants5;
    var expandRange = (args, options) => {
      if (typeof options.expandRange === "function") {
        return options.expandRange(...args, options);
      }
      args.sort();
      const value = `[${args.join("-")}]`;
      try {
        new RegExp(value);
      } catch (ex) {
        return args.map((v) => utils.escapeRegex(v)).join("..");
      }
      return value;
    };
    var syntaxError = (type, char) => {
      return `Missing ${type}: "${char}" - use "\\\\${char}" to match literal characters`;
    };
    var splitTopLevel = (input) => {
      const parts = [];
      let bracket = 0;
      let paren = 0;
      let quote2 = 0;
      let value = "";
      let escaped = false;
      for (const ch of input) {
        if (escaped === true) {
          value += ch;
          escaped = false;
          continue;
        }
        if (ch === "\\") {
          value += ch;
          escaped = true;
          continue;
        }
        if (ch === '"') {
          quote2 = quote2 === 1 ? 0 : 1;
          value += ch;
          continue;
        }
        if (quote2 === 0) {
          if (ch === "[") {
            bracket++;
          } else if (ch === "]" && bracket > 0) {
            bracket--;
          } else if (bracket === 0) {
            if (ch === "(") {
              paren++;
            } else if (ch === ")" && paren > 0) {
              paren--;
            } else if (ch === "|" && paren === 0) {
              parts.push(value);
              value = "";
              continue;
            }
          }
        }
        value += ch;
      }
      parts.push(value);
      return parts;
    };
    var isPlainBranch = (branch) => {
      let escaped = false;
      for (const ch of branch) {
        if (escaped === true) {
          escaped = false;
          continue;
        }
        if (ch === "\\") {
          escaped = true;
          continue;
        }
        if (/[?*+@!()[\]{}]/.test(ch)) {
          return false;
        }
      }
      return true;
    };
    var normalizeSimpleBranch = (branch) => {
      let value = branch.trim();
      let changed = true;
      while (changed === true) {
        changed = false;
        if (/^@\([^\\()[\]{}|]+\)$/.test(value)) {
          value = value.slice(2, -1);
          changed = true;
        }
      }
      if (!isPlainBranch(value)) {
        return;
      }
      return value.replace(/\\(.)/g, "$1");
    };
    var hasRepeatedCharPrefixOverlap = (branches) => {
      const values = branches.map(normalizeSimpleBranch).filter(Boolean);
      for (let i = 0; i < values.length; i++) {
        for (let j = i + 1; j < values.length; j++) {
          const a = values[i];
          const b = values[j];
          const char = a[0];
          if (!char || a !== char.repeat(a.length) || b !== char.repeat(b.length)) {
            continue;
          }
          if (a === b || a.startsWith(b) || b.startsWith(a)) {
            return true;
          }
        }
      }
      return false;
    };
    var parseRepeatedExtglob = (pattern, requireEnd = true) => {
      if (pattern[0] !== "+" && pattern[0] !== "*" || pattern[1] !== "(") {
        return;
      }
      let bracket = 0;
      let paren = 0;
      let quote2 = 0;
      let escaped = false;
      for (let i = 1; i < pattern.length; i++) {
        const ch = pattern[i];
        if (escaped === true) {
          escaped = false;
          continue;
        }
        if (ch === "\\") {
          escaped = true;
          continue;
        }
        if (ch === '"') {
          quote2 = quote2 === 1 ? 0 : 1;
          continue;
        }
        if (quote2 === 1) {
          continue;
        }
        if (ch === "[") {
          bracket++;
          continue;
        }
        if (ch === "]" && bracket > 0) {
          bracket--;
          continue;
        }
        if (bracket > 0) {
          continue;
        }
        if (ch === "(") {
          paren++;
          continue;
        }
        if (ch === ")") {
          paren--;
          if (paren === 0) {
            if (requireEnd === true && i !== pattern.length - 1) {
              return;
            }
            return {
              type: pattern[0],
              body: pattern.slice(2, i),
              end: i
            };
          }
        }
      }
    };
    var buildCharClassStar = (chars) => {
      const source = chars.length === 1 ? utils.escapeRegex(chars[0]) : `[${chars.map((ch) => utils.escapeRegex(ch)).join("")}]`;
      return `${source}*`;
    };
    var getStarExtglobSequenceChars = (pattern) => {
      let index = 0;
      const chars = [];
      while (index < pattern.length) {
        const match2 = parseRepeatedExtglob(pattern.slice(index), false);
        if (!match2 || match2.type !== "*") {
          return;
        }
        const branches = splitTopLevel(match2.body).map((branch2) => branch2.trim());
        if (branches.length !== 1) {
          return;
        }
        const branch = normalizeSimpleBranch(branches[0]);
        if (!branch || branch.length !== 1) {
          return;
        }
        chars.push(branch);
        index += match2.end + 1;
      }
      if (chars.length < 1) {
        return;
      }
      return chars;
    };
    var repeatedExtglobRecursion = (pattern) => {
      let depth = 0;
      let value = pattern.trim();
      let match2 = parseRepeatedExtglob(value);
      while (match2) {
        depth++;
        value = match2.body.trim();
        match2 = parseRepeatedExtglob(value);
      }
      return depth;
    };
    var analyzeRepeatedExtglob = (body, options) => {
      if (options.maxExtglobRecursion === false) {
        return { risky: false };
      }
      const max = typeof options.maxExtglobRecursion === "number" ? options.maxExtglobRecursion : constants5.DEFAULT_MAX_EXTGLOB_RECURSION;
      const branches = splitTopLevel(body).map((branch) => branch.trim());
      if (branches.length > 1) {
        if (branches.some((branch) => branch === "") || branches.some((branch) => /^[*?]+$/.test(branch)) || hasRepeatedCharPrefixOverlap(branches)) {
          return { risky: true };
        }
      }
      const safeChars = [];
      let sawStarSequence = false;
      let combinable = true;
      for (const branch of branches) {
        const chars = getStarExtglobSequenceChars(branch);
        if (chars) {
          sawStarSequence = true;
          safeChars.push(...chars);
          continue;
        }
        const literal = normalizeSimpleBranch(branch);
        if (literal && literal.length === 1) {
          safeChars.push(literal);
          continue;
        }
        combinable = false;
        if (repeatedExtglobRecursion(branch) > max) {
          return { risky: true };
        }
      }
      if (sawStarSequence) {
        return combinable ? { risky: true, safeOutput: buildCharClassStar([...new Set(safeChars)]) } : { risky: true };
      }
      return { risky: false };
    };
    var parse = (input, options) => {
      if (typeof input !== "string") {
        throw new TypeError("Expected a string");
      }
      input = REPLACEMENTS[input] || input;
      const opts = { ...options };
      const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
      let len = input.length;
      if (len > max) {
        throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
      }
      const bos = { type: "bos", value: "", output: opts.prepend || "" };
      const tokens = [bos];
      const capture2 = opts.capture ? "" : "?:";
      const PLATFORM_CHARS = constants5.globChars(opts.windows);
      const EXTGLOB_CHARS = constants5.extglobChars(PLATFORM_CHARS);
      const {
        DOT_LITERAL,
        PLUS_LITERAL,
        SLASH_LITERAL,
        ONE_CHAR,
        DOTS_SLASH,
        NO_DOT,
        NO_DOT_SLASH,
        NO_DOTS_SLASH,
        QMARK,
        QMARK_NO_DOT,
        STAR,
        START_ANCHOR
      } = PLATFORM_CHARS;
      const globstar = (opts2) => {
        return `(${capture2}(?:(?!${START_ANCHOR}${opts2.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
      };
      const nodot = opts.dot ? "" : NO_DOT;
      const qmarkNoDot = opts.dot ? QMARK : QMARK_NO_DOT;
      let star = opts.bash === true ? globstar(opts) : STAR;
      if (opts.capture) {
        star = `(${star})`;
      }
      if (typeof opts.noext === "boolean") {
        opts.noextglob = opts.noext;
      }
      const state = {
        input,
        index: -1,
        start: 0,
        dot: opts.dot === true,
        consumed: "",
        output: "",
        prefix: "",
        backtrack: false,
        negated: false,
        brackets: 0,
        braces: 0,
        parens: 0,
        quotes: 0,
        globstar: false,
        tokens
      };
      input = utils.removePrefix(input, state);
      len = input.length;
      const extglobs = [];
      const braces = [];
      const stack = [];
      let prev = bos;
      let value;
      const eos = () => state.index === len - 1;
      const peek = state.peek = (n = 1) => input[state.index + n];
      const advance = state.advance = () => input[++state.index] || "";
      const remaining = () => input.slice(state.index + 1);
      const consume = (value2 = "", num = 0) => {
        state.consumed += value2;
        state.index += num;
      };
      const append = (token) => {
        state.output += token.output != null ? token.output : token.value;
        consume(token.value);
      };
      const negate = () => {
        let count = 1;
        while (peek() === "!" && (peek(2) !== "(" || peek(3) === "?")) {
          advance();
          state.start++;
          count++;
        }
        if (count % 2 === 0) {
          return false;
        }
        state.negated = true;
        state.start++;
        return true;
      };
      const increment = (type) => {
        state[type]++;
        stack.push(type);
      };
      const decrement = (type) => {
        state[type]--;
        stack.pop();
      };
      const push = (tok) => {
        if (prev.type === "globstar") {
          const isBrace = state.braces > 0 && (tok.type === "comma" || tok.type === "brace");
          const isExtglob = tok.extglob === true || extglobs.length && (tok.type === "pipe" || tok.type === "paren");
          if (tok.type !== "slash" && tok.type !== "paren" && !isBrace && !isExtglob) {
            state.output = state.output.slice(0, -prev.output.length);
            prev.type = "star";
            prev.value = "*";
            prev.output = star;
            state.output += prev.output;
          }
        }
        if (extglobs.length && tok.type !== "paren") {
          extglobs[extglobs.length - 1].inner += tok.value;
        }
        if (tok.value || tok.output) append(tok);
        if (prev && prev.type === "text" && tok.type === "text") {
          prev.output = (prev.output || prev.value) + tok.value;
          prev.value += tok.value;
          return;
        }
        tok.prev = prev;
        tokens.push(tok);
        prev = tok;
      };
      const extglobOpen = (type, value2) => {
        const token = { ...EXTGLOB_CHARS[value2], conditions: 1, inner: "" };
        token.prev = prev;
        token.parens = state.parens;
        token.output = state.output;
        token.startIndex = state.index;
        token.tokensIndex = tokens.length;
        const output = (opts.capture ? "(" : "") + token.open;
        increment("parens");
        push({ type, value: value2, output: state.output ? "" : ONE_CHAR });
        push({ type: "paren", extglob: true, value: advance(), output });
        extglobs.push(token);
      };
      const extglobClose = (token) => {
        const literal = input.slice(token.startIndex, state.index + 1);
        const body = input.slice(token.startIndex + 2, state.index);
        const analysis = analyzeRepeatedExtglob(body, opts);
        if ((token.type === "plus" || token.type === "star") && analysis.risky) {
          const safeOutput = analysis.safeOutput ? (token.output ? "" : ONE_CHAR) + (opts.capture ? `(${analysis.safeOutput})` : analysis.safeOutput) : void 0;
          const open = tokens[token.tokensIndex];
          open.type = "text";
          open.value = literal;
          open.output = safeOutput || utils.escapeRegex(literal);
          for (let i = token.tokensIndex + 1; i < tokens.length; i++) {
            tokens[i].value = "";
            tokens[i].output = "";
            delete tokens[i].suffix;
          }
          state.output = token.output + open.output;
          state.backtrack = true;
          push({ type: "paren", extglob: true, value, output: "" });
          decrement("parens");
          return;
        }
        let output = token.close + (opts.capture ? ")" : "");
        let rest;
        if (token.type === "negate") {
          let extglobStar = star;
          if (token.inner && token.inner.length > 1 && token.inner.includes("/")) {
            extglobStar = globstar(opts);
          }
          if (extglobStar !== star || eos() || /^\)+$/.test(remaining())) {
            output = token.close = `)$))${extglobStar}`;
          }
          if (token.inner.includes("*") && (rest = remaining()) && /^\.[^\\/.]+$/.test(rest)) {
            const expression = parse(rest, { ...options, fastpaths: false }).output;
            output = token.close = `)${expression})${extglobStar})`;
          }
          if (token.prev.type === "bos") {
            state.negatedExtglob = true;
          }
        }
        push({ type: "paren", extglob: true, value, output });
        decrement("parens");
      };
      if (opts.fastpaths !== false && !/(^[*!]|[/()[\]{}"])/.test(input)) {
        let backslashes = false;
        let output = input.replace(REGEX_SPECIAL_CHARS_BACKREF, (m, esc, chars, first, rest, index) => {
          if (first === "\\") {
            backslashes = true;
            return m;
          }
          if (first === "?") {
            if (esc) {
              return esc + first + (rest ? QMARK.repeat(rest.length) : "");
            }
            if (index === 0) {
              return qmarkNoDot + (rest ? QMARK.repeat(rest.length) : "");
            }
            return QMARK.repeat(chars.length);
          }
          if (first === ".") {
            return DOT_LITERAL.repeat(chars.length);
          }
          if (first === "*") {
            if (esc) {
              return esc + first + (rest ? star : "");
            }
            return star;
          }
          return esc ? m : `\\${m}`;
        });
        if (backslashes === true) {
          if (opts.unescape === true) {
            output = output.replace(/\\/g, "");
          } else {
            output = output.replace(/\\+/g, (m) => {
              return m.length % 2 === 0 ? "\\\\" : m ? "\\" : "";
            });
          }
        }
        if (output === input && opts.contains === true) {
          state.output = input;
          return state;
        }
        state.output = utils.wrapOutput(output, state, options);
        return state;
      }
      while (!eos()) {
        value = advance();
        if (value === "\0") {
          continue;
        }
        if (value === "\\") {
          const next = peek();
          if (next === "/" && opts.bash !== true) {
            continue;
          }
          if (next === "." || next === ";") {
            continue;
          }
          if (!next) {
            value += "\\";
            push({ type: "text", value });
            continue;
          }
          const match2 = /^\\+/.exec(remaining());
          let slashes = 0;
          if (match2 && match2[0].length > 2) {
            slashes = match2[0].length;
            state.index += slashes;
            if (slashes % 2 !== 0) {
              value += "\\";
            }
          }
          if (opts.unescape === true) {
            value = advance();
          } else {
            value += advance();
          }
          if (state.brackets === 0) {
            push({ type: "text", value });
            continue;
          }
        }
        if (state.brackets > 0 && (value !== "]" || prev.value === "[" || prev.value === "[^")) {
          if (opts.posix !== false && value === ":") {
            const inner = prev.value.slice(1);
            if (inner.includes("[")) {
              prev.posix = true;
              if (inner.includes(":")) {
                const idx = prev.value.lastIndexOf("[");
                const pre = prev.value.slice(0, idx);
                const rest2 = prev.value.slice(idx + 2);
                const posix = POSIX_REGEX_SOURCE[rest2];
                if (posix) {
                  prev.value = pre + posix;
                  state.backtrack = true;
                  advance();
                  if (!bos.output && tokens.indexOf(prev) === 1) {
                    bos.output = ONE_CHAR;
                  }
                  continue;
                }
              }
            }
          }
          if (value === "[" && peek() !== ":" || value === "-" && peek() === "]") {
            value = `\\${value}`;
          }
          if (value === "]" && (prev.value === "[" || prev.value === "[^")) {
            value = `\\${value}`;
          }
          if (opts.posix === true && value === "!" && prev.value === "[") {
            value = "^";
          }
          prev.value += value;
          append({ value });
          continue;
        }
        if (state.quotes === 1 && value !== '"') {
          value = utils.escapeRegex(value);
          prev.value += value;
          append({ value });
          continue;
        }
        if (value === '"') {
          state.quotes = state.quotes === 1 ? 0 : 1;
          if (opts.keepQuotes === true) {
            push({ type: "text", value });
          }
          continue;
        }
        if (value === "(") {
          increment("parens");
          push({ type: "paren", value });
          continue;
        }
        if (value === ")") {
          if (state.parens === 0 && opts.strictBrackets === true) {
            throw new SyntaxError(syntaxError("opening", "("));
          }
          const extglob = extglobs[extglobs.length - 1];
          if (extglob && state.parens === extglob.parens + 1) {
            extglobClose(extglobs.pop());
            continue;
          }
          push({ type: "paren", value, output: state.parens ? ")" : "\\)" });
          decrement("parens");
          continue;
        }
        if (value === "[") {
          if (opts.nobracket === true || !remaining().includes("]")) {
            if (opts.nobracket !== true && opts.strictBrackets === true) {
              throw new SyntaxError(syntaxError("closing", "]"));
            }
            value = `\\${value}`;
          } else {
            increment("brackets");
          }
          push({ type: "bracket", value });
          continue;
        }
        if (value === "]") {
          if (opts.nobracket === true || prev && prev.type === "bracket" && prev.value.length === 1) {
            push({ type: "text", value, output: `\\${value}` });
            continue;
          }
          if (state.brackets === 0) {
            if (opts.strictBrackets === true) {
              throw new SyntaxError(syntaxError("opening", "["));
            }
            push({ type: "text", value, output: `\\${value}` });
            continue;
          }
          decrement("brackets");
          const prevValue = prev.value.slice(1);
          if (prev.posix !== true && prevValue[0] === "^" && !prevValue.includes("/")) {
            value = `/${value}`;
          }
          prev.value += value;
          append({ value });
          if (opts.literalBrackets === false || utils.hasRegexChars(prevValue)) {
            continue;
          }
          const escaped = utils.escapeRegex(prev.value);
          state.output = state.output.slice(0, -prev.value.length);
          if (opts.literalBrackets === true) {
            state.output += escaped;
            prev.value = escaped;
            continue;
          }
          prev.value = `(${capture2}${escaped}|${prev.value})`;
          state.output += prev.value;
          continue;
        }
        if (value === "{" && opts.nobrace !== true) {
          increment("braces");
          const open = {
            type: "brace",
            value,
            output: "(",
            outputIndex: state.output.length,
            tokensIndex: state.tokens.length
          };
          braces.push(open);
          push(open);
          continue;
        }
        if (value === "}") {
          const brace = braces[braces.length - 1];
          if (opts.nobrace === true || !brace) {
            push({ type: "text", value, output: value });
            continue;
          }
          let output = ")";
          if (brace.dots === true) {
            const arr = tokens.slice();
            const range = [];
            for (let i = arr.length - 1; i >= 0; i--) {
              tokens.pop();
              if (arr[i].type === "brace") {
                break;
              }
              if (arr[i].type !== "dots") {
                range.unshift(arr[i].value);
              }
            }
            output = expandRange(range, opts);
            state.backtrack = true;
          }
          if (brace.comma !== true && brace.dots !== true) {
            const out2 = state.output.slice(0, brace.outputIndex);
            const toks = state.tokens.slice(brace.tokensIndex);
            brace.value = brace.output = "\\{";
            value = output = "\\}";
            state.output = out2;
            for (const t of toks) {
              state.output += t.output || t.value;
            }
          }
          push({ type: "brace", value, output });
          decrement("braces");
          braces.pop();
          continue;
        }
        if (value === "|") {
          if (extglobs.length > 0) {
            extglobs[extglobs.length - 1].conditions++;
          }
          push({ type: "text", value });
          continue;
        }
        if (value === ",") {
          let output = value;
          const brace = braces[braces.length - 1];
          if (brace && stack[stack.length - 1] === "braces") {
            brace.comma = true;
            output = "|";
          }
          push({ type: "comma", value, output });
          continue;
        }
        if (value === "/") {
          if (prev.type === "dot" && state.index === state.start + 1) {
            state.start = state.index + 1;
            state.consumed = "";
            state.output = "";
            tokens.pop();
            prev = bos;
            continue;
          }
          push({ type: "slash", value, output: SLASH_LITERAL });
          continue;
        }
        if (value === ".") {
          if (state.braces > 0 && prev.type === "dot") {
            if (prev.value === ".") prev.output = DOT_LITERAL;
            const brace = braces[braces.length - 1];
            prev.type = "dots";
            prev.output += value;
            prev.value += value;
            brace.dots = true;
            continue;
          }
          if (state.braces + state.parens === 0 && prev.type !== "bos" && prev.type !== "slash") {
            push({ type: "text", value, output: DOT_LITERAL });
            continue;
          }
          push({ type: "dot", value, output: DOT_LITERAL });
          continue;
        }
        if (value === "?") {
          const isGroup = prev && prev.value === "(";
          if (!isGroup && opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
            extglobOpen("qmark", value);
            continue;
          }
          if (prev && prev.type === "paren") {
            const next = peek();
            let output = value;
            if (prev.value === "(" && !/[!=<:]/.test(next) || next === "<" && !/<([!=]|\w+>)/.test(remaining())) {
              output = `\\${value}`;
            }
            push({ type: "text", value, output });
            continue;
          }
          if (opts.dot !== true && (prev.type === "slash" || prev.type === "bos")) {
            push({ type: "qmark", value, output: QMARK_NO_DOT });
            continue;
          }
          push({ type: "qmark", value, output: QMARK });
          continue;
        }
        if (value === "!") {
          if (opts.noextglob !== true && peek() === "(") {
            if (peek(2) !== "?" || !/[!=<:]/.test(peek(3))) {
              extglobOpen("negate", value);
              continue;
            }
          }
          if (opts.nonegate !== true && state.index === 0) {
            negate();
            continue;
          }
        }
        if (value === "+") {
          if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
            extglobOpen("plus", value);
            continue;
          }
          if (prev && prev.value === "(" || opts.regex === false) {
            push({ type: "plus", value, output: PLUS_LITERAL });
            continue;
          }
          if (prev && (prev.type === "bracket" || prev.type === "paren" || prev.type === "brace") || state.parens > 0) {
            push({ type: "plus", value });
            continue;
          }
          push({ type: "plus", value: PLUS_LITERAL });
          continue;
        }
        if (value === "@") {
          if (opts.noextglob !== true && peek() === "(" && peek(2) !== "?") {
            push({ type: "at", extglob: true, value, output: "" });
            continue;
          }
          push({ type: "text", value });
          continue;
        }
        if (value !== "*") {
          if (value === "$" || value === "^") {
            value = `\\${value}`;
          }
          const match2 = REGEX_NON_SPECIAL_CHARS.exec(remaining());
          if (match2) {
            value += match2[0];
            state.index += match2[0].length;
          }
          push({ type: "text", value });
          continue;
        }
        if (prev && (prev.type === "globstar" || prev.star === true)) {
          prev.type = "star";
          prev.star = true;
          prev.value += value;
          prev.output = star;
          state.backtrack = true;
          state.globstar = true;
          consume(value);
          continue;
        }
        let rest = remaining();
        if (opts.noextglob !== true && /^\([^?]/.test(rest)) {
          extglobOpen("star", value);
          continue;
        }
        if (prev.type === "star") {
          if (opts.noglobstar === true) {
            consume(value);
            continue;
          }
          const prior = prev.prev;
          const before = prior.prev;
          const isStart = prior.type === "slash" || prior.type === "bos";
          const afterStar = before && (before.type === "star" || before.type === "globstar");
          if (opts.bash === true && (!isStart || rest[0] && rest[0] !== "/")) {
            push({ type: "star", value, output: "" });
            continue;
          }
          const isBrace = state.braces > 0 && (prior.type === "comma" || prior.type === "brace");
          const isExtglob = extglobs.length && (prior.type === "pipe" || prior.type === "paren");
          if (!isStart && prior.type !== "paren" && !isBrace && !isExtglob) {
            push({ type: "star", value, output: "" });
            continue;
          }
          while (rest.slice(0, 3) === "/**") {
            const after = input[state.index + 4];
            if (after && after !== "/") {
              break;
            }
            rest = rest.slice(3);
            consume("/**", 3);
          }
          const isEnd = eos() || state.parens > 0 && rest === ")".repeat(state.parens) && !extglobs.some((extglob) => extglob.type === "negate");
          if (prior.type === "bos" && eos()) {
            prev.type = "globstar";
            prev.value += value;
            prev.output = globstar(opts);
            state.output = prev.output;
            state.globstar = true;
            consume(value);
            continue;
          }
          if (prior.type === "slash" && prior.prev.type !== "bos" && !afterStar && isEnd) {
            state.output = state.output.slice(0, -(prior.output + prev.output).length);
            prior.output = `(?:${prior.output}`;
            prev.type = "globstar";
            prev.output = globstar(opts) + (opts.strictSlashes ? ")" : "|$)");
            prev.value += value;
            state.globstar = true;
            state.output += prior.output + prev.output;
            consume(value);
            continue;
          }
          if (prior.type === "slash" && prior.prev.type !== "bos" && rest[0] === "/") {
            const end2 = rest[1] !== void 0 ? "|$" : "";
            state.output = state.output.slice(0, -(prior.output + prev.output).length);
            prior.output = `(?:${prior.output}`;
            prev.type = "globstar";
            prev.output = `${globstar(opts)}${SLASH_LITERAL}|${SLASH_LITERAL}${end2})`;
            prev.value += value;
            state.output += prior.output + prev.output;
            state.globstar = true;
            consume(value + advance());
            push({ type: "slash", value: "/", output: "" });
            continue;
          }
          if (prior.type === "bos" && rest[0] === "/") {
            prev.type = "globstar";
            prev.value += value;
            prev.output = `(?:^|${SLASH_LITERAL}|${globstar(opts)}${SLASH_LITERAL})`;
            state.output = prev.output;
            state.globstar = true;
            consume(value + advance());
            push({ type: "slash", value: "/", output: "" });
            continue;
          }
          state.output = state.output.slice(0, -prev.output.length);
          prev.type = "globstar";
          prev.output = globstar(opts);
          prev.value += value;
          state.output += prev.output;
          state.globstar = true;
          consume(value);
          continue;
        }
        const token = { type: "star", value, output: star };
        if (opts.bash === true) {
          token.output = ".*?";
          if (prev.type === "bos" || prev.type === "slash") {
            token.output = nodot + token.output;
          }
          push(token);
          continue;
        }
        if (prev && (prev.type === "bracket" || prev.type === "paren") && opts.regex === true) {
          token.output = value;
          push(token);
          continue;
        }
        if (state.index === state.start || prev.type === "slash" || prev.type === "dot") {
          if (prev.type === "dot") {
            state.output += NO_DOT_SLASH;
            prev.output += NO_DOT_SLASH;
          } else if (opts.dot === true) {
            state.output += NO_DOTS_SLASH;
            prev.output += NO_DOTS_SLASH;
          } else {
            state.output += nodot;
            prev.output += nodot;
          }
          if (peek() !== "*") {
            state.output += ONE_CHAR;
            prev.output += ONE_CHAR;
          }
        }
        push(token);
      }
      while (state.brackets > 0) {
        if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "]"));
        state.output = utils.escapeLast(state.output, "[");
        decrement("brackets");
      }
      while (state.parens > 0) {
        if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", ")"));
        state.output = utils.escapeLast(state.output, "(");
        decrement("parens");
      }
      while (state.braces > 0) {
        if (opts.strictBrackets === true) throw new SyntaxError(syntaxError("closing", "}"));
        state.output = utils.escapeLast(state.output, "{");
        decrement("braces");
      }
      if (opts.strictSlashes !== true && (prev.type === "star" || prev.type === "bracket")) {
        push({ type: "maybe_slash", value: "", output: `${SLASH_LITERAL}?` });
      }
      if (state.backtrack === true) {
        state.output = "";
        for (const token of state.tokens) {
          state.output += token.output != null ? token.output : token.value;
          if (token.suffix) {
            state.output += token.suffix;
          }
        }
      }
      return state;
    };
    parse.fastpaths = (input, options) => {
      const opts = { ...options };
      const max = typeof opts.maxLength === "number" ? Math.min(MAX_LENGTH, opts.maxLength) : MAX_LENGTH;
      const len = input.length;
      if (len > max) {
        throw new SyntaxError(`Input length: ${len}, exceeds maximum allowed length: ${max}`);
      }
      input = REPLACEMENTS[input] || input;
      const {
        DOT_LITERAL,
        SLASH_LITERAL,
        ONE_CHAR,
        DOTS_SLASH,
        NO_DOT,
        NO_DOTS,
        NO_DOTS_SLASH,
        STAR,
        START_ANCHOR
      } = constants5.globChars(opts.windows);
      const nodot = opts.dot ? NO_DOTS : NO_DOT;
      const slashDot = opts.dot ? NO_DOTS_SLASH : NO_DOT;
      const capture2 = opts.capture ? "" : "?:";
      const state = { negated: false, prefix: "" };
      let star = opts.bash === true ? ".*?" : STAR;
      if (opts.capture) {
        star = `(${star})`;
      }
      const globstar = (opts2) => {
        if (opts2.noglobstar === true) return star;
        return `(${capture2}(?:(?!${START_ANCHOR}${opts2.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
      };
      const create = (str) => {
        switch (str) {
          case "*":
            return `${nodot}${ONE_CHAR}${star}`;
          case ".*":
            return `${DOT_LITERAL}${ONE_CHAR}${star}`;
          case "*.*":
            return `${nodot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
          case "*/*":
            return `${nodot}${star}${SLASH_LITERAL}${ONE_CHAR}${slashDot}${star}`;
          case "**":
            return nodot + globstar(opts);
          case "**/*":
            return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${ONE_CHAR}${star}`;
          case "**/*.*":
            return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${slashDot}${star}${DOT_LITERAL}${ONE_CHAR}${star}`;
          case "**/.*":
            return `(?:${nodot}${globstar(opts)}${SLASH_LITERAL})?${DOT_LITERAL}${ONE_CHAR}${star}`;
          default: {
            const match2 = /^(.*?)\.(\w+)$/.exec(str);
            if (!match2) return;
            const source2 = create(match2[1]);
            if (!source2) return;
            return source2 + DOT_LITERAL + match2[2];
          }
        }
      };
      const output = utils.removePrefix(input, state);
      let source = create(output);
      if (source && opts.strictSlashes !== true) {
        source += `${SLASH_LITERAL}?`;
      }
      return source;
    };
    module2.exports = parse;
  }
});

// node_modules/picomatch/lib/picomatch.js
var require_picomatch = __commonJS({
  "node_modules/picomatch/lib/picomatch.js"(exports2, module2) {
    "use strict";
    var scan = require_scan();
    var parse = require_parse();
    var utils = require_utils();
    var constants5 = require_constants();
    var isObject = (val) => val && typeof val === "object" && !Array.isArray(val);
    var picomatch2 = (glob, options, returnState = false) => {
      if (Array.isArray(glob)) {
        const fns = glob.map((input) => picomatch2(input, options, returnState));
        const arrayMatcher = (str) => {
          for (const isMatch of fns) {
            const state2 = isMatch(str);
            if (state2) return state2;
          }
          return false;
        };
        return arrayMatcher;
      }
      const isState = isObject(glob) && glob.tokens && glob.input;
      if (glob === "" || typeof glob !== "string" && !isState) {
        throw new TypeError("Expected pattern to be a non-empty string");
      }
      const opts = options || {};
      const posix = opts.windows;
      const regex = isState ? picomatch2.compileRe(glob, options) : picomatch2.makeRe(glob, options, false, true);
      const state = regex.state;
      delete regex.state;
      let isIgnored = () => false;
      if (opts.ignore) {
        const ignoreOpts = { ...options, ignore: null, onMatch: null, onResult: null };
        isIgnored = picomatch2(opts.ignore, ignoreOpts, returnState);
      }
      const matcher = (input, returnObject = false) => {
        const { isMatch, match: match2, output } = picomatch2.test(input, regex, options, { glob, posix });
        const result = { glob, state, regex, posix, input, output, match: match2, isMatch };
        if (typeof opts.onResult === "function") {
          opts.onResult(result);
        }
        if (isMatch === false) {
          result.isMatch = false;
          return returnObject ? result : false;
        }
        if (isIgnored(input)) {
          if (typeof opts.onIgnore === "function") {
            opts.onIgnore(result);
          }
          result.isMatch = false;
          return returnObject ? result : false;
        }
        if (typeof opts.onMatch === "function") {
          opts.onMatch(result);
        }
        return returnObject ? result : true;
      };
      if (returnState) {
        matcher.state = state;
      }
      return matcher;
    };
    picomatch2.test = (input, regex, options, { glob, posix } = {}) => {
      if (typeof input !== "string") {
        throw new TypeError("Expected input to be a string");
      }
      if (input === "") {
        return { isMatch: false, output: "" };
      }
      const opts = options || {};
      const format = opts.format || (posix ? utils.toPosixSlashes : null);
      let match2 = input === glob;
      let output = match2 && format ? format(input) : input;
      if (match2 === false) {
        output = format ? format(input) : input;
        match2 = output === glob;
      }
      if (match2 === false || opts.capture === true) {
        if (opts.matchBase === true || opts.basename === true) {
          match2 = picomatch2.matchBase(input, regex, options, posix);
        } else {
          match2 = regex.exec(output);
        }
      }
      return { isMatch: Boolean(match2), match: match2, output };
    };
    picomatch2.matchBase = (input, glob, options, posix = options && options.windows) => {
      const regex = glob instanceof RegExp ? glob : picomatch2.makeRe(glob, options);
      return regex.test(utils.basename(input, { windows: posix }));
    };
    picomatch2.isMatch = (str, patterns, options) => picomatch2(patterns, options)(str);
    picomatch2.parse = (pattern, options) => {
      if (Array.isArray(pattern)) return pattern.map((p) => picomatch2.parse(p, options));
      return parse(pattern, { ...options, fastpaths: false });
    };
    picomatch2.scan = (input, options) => scan(input, options);
    picomatch2.compileRe = (state, options, returnOutput = false, returnState = false) => {
      if (returnOutput === true) {
        return state.output;
      }
      const opts = options || {};
      const prepend = opts.contains ? "" : "^";
      const append = opts.contains ? "" : "$";
      let source = `${prepend}(?:${state.output})${append}`;
      if (state && state.negated === true) {
        source = `^(?!${source}).*$`;
      }
      const regex = picomatch2.toRegex(source, options);
      if (returnState === true) {
        regex.state = state;
      }
      return regex;
    };
    picomatch2.makeRe = (input, options = {}, returnOutput = false, returnState = false) => {
      if (!input || typeof input !== "string") {
        throw new TypeError("Expected a non-empty string");
      }
      let parsed = { negated: false, fastpaths: true };
      if (options.fastpaths !== false && (input[0] === "." || input[0] === "*")) {
        parsed.output = parse.fastpaths(input, options);
      }
      if (!parsed.output) {
        parsed = parse(input, options);
      }
      return picomatch2.compileRe(parsed, options, returnOutput, returnState);
    };
    picomatch2.toRegex = (source, options) => {
      try {
        const opts = options || {};
        return new RegExp(source, opts.flags || (opts.nocase ? "i" : ""));
      } catch (err2) {
        if (options && options.debug === true) throw err2;
        return /$^/;
      }
    };
    picomatch2.constants = constants5;
    module2.exports = picomatch2;
  }
});

// node_modules/picomatch/index.js
var require_picomatch2 = __commonJS({
  "node_modules/picomatch/index.js"(exports2, module2) {
    "use strict";
    var pico = require_picomatch();
    var utils = require_utils();
    function picomatch2(glob, options, returnState = false) {
      if (options && (options.windows === null || options.windows === void 0)) {
        options = { ...options, windows: utils.isWindows() };
      }
      return pico(glob, options, returnState);
    }
    Object.assign(picomatch2, pico);
    module2.exports = picomatch2;
  }
});

// src/launch/glob.ts
var glob_exports = {};
__export(glob_exports, {
  match: () => match
});
var import_picomatch, match;
var init_glob = __esm({
  "src/launch/glob.ts"() {
    "use strict";
    import_picomatch = __toESM(require_picomatch2(), 1);
    match = (glob, names2) => {
      const matches = (0, import_picomatch.default)(glob.replaceAll("+", "\\+"), { dot: true, posix: true, noextglob: true, nonegate: true });
      return names2.filter((name) => matches(name));
    };
  }
});

// src/launch.ts
var import_node_tty3 = require("node:tty");

// src/shell/quote.ts
var SAFE = /^[\w/.:@%+,^-][\w/.:@%+,^=#-]*$/;
var NEEDS_ESCAPES = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u2018-\u201f]/u;
var LOOKS_MISTAKEN = /^~|\$[\w{(!#?@*$-]|`|\\('|$)/;
function quote(word) {
  if (word.includes("\0")) throw new RangeError(`a shell word cannot hold a NUL: ${JSON.stringify(word)}`);
  if (SAFE.test(word)) return word;
  if (NEEDS_ESCAPES.test(word) || LOOKS_MISTAKEN.test(word)) return quoteAnsiC(word);
  if (!word.includes("'")) return `'${word}'`;
  if (!/["$`\\!]/.test(word)) return `"${word}"`;
  return quotePosix(word);
}
function quotePosix(word) {
  return SAFE.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
function quoteAnsiC(word) {
  const named2 = { "\n": "\\n", "	": "\\t", "\r": "\\r", "'": "\\'", "\\": "\\\\" };
  const escaped = [...word].map((char) => named2[char] ?? (NEEDS_ESCAPES.test(char) ? bytes(char) : char));
  return `$'${escaped.join("")}'`;
}
function bytes(char) {
  return [...Buffer.from(char)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

// src/launch/argv.ts
var import_node_util = require("node:util");
function readArgv(argv, specs, fail2) {
  const options = [...specs].map(([name, { takesValue }]) => [
    name.replace(/^--/, ""),
    {
      type: takesValue ? "string" : "boolean",
      ...name.startsWith("--") ? {} : { short: name.slice(1) }
    }
  ]);
  const end2 = argv.includes("--") ? argv.indexOf("--") : argv.length;
  const { tokens } = (0, import_node_util.parseArgs)({
    args: argv.slice(0, end2),
    options: Object.fromEntries(options),
    strict: false,
    allowPositionals: true,
    tokens: true
  });
  const result = { words: [], given: /* @__PURE__ */ new Map(), rest: argv.slice(end2 + 1) };
  for (const token of tokens) {
    if (token.kind === "positional") result.words.push(token.value);
    if (token.kind !== "option") continue;
    const word = argv[token.index].replace(/=.*/s, "");
    const spec = specs.get(token.rawName) ?? fail2(`unknown option ${word}`);
    if (!spec.takesValue && token.value !== void 0) fail2(`${token.rawName} takes no value`);
    result.given.set(spec.name, [...result.given.get(spec.name) ?? [], spec.takesValue ? token.value ?? "" : true]);
  }
  return result;
}

// src/launch/self.ts
var import_node_fs = require("node:fs");
var import_node_path = require("node:path");
function selfName(env) {
  const started = env["LOLLYPOPS_LAUNCH"];
  if (!started?.includes("/")) return "launch";
  const found = (env["PATH"] ?? "").split(import_node_path.delimiter).map((folder) => (0, import_node_path.join)(folder || ".", "launch")).find(isProgram);
  return found !== void 0 && real(found) === real(started) ? "launch" : quote(started);
}
function isProgram(path) {
  try {
    (0, import_node_fs.accessSync)(path, import_node_fs.constants.X_OK);
    return (0, import_node_fs.statSync)(path).isFile();
  } catch {
    return false;
  }
}
function real(path) {
  try {
    return (0, import_node_fs.realpathSync)(path);
  } catch {
    return (0, import_node_path.resolve)(path);
  }
}

// src/launch/usage.ts
var SELF = selfName(process.env);
var UsageError = class extends Error {
};
var HINT = "Name hosts to deploy them; --help says more.\n";
var HELP = `Usage: launch [OPTIONS] TARGET... [-- NIX-OPTION...]

Builds the deploy script of each target and runs the scripts side by side.
Without a target it prints what it could deploy, and deploys nothing.

Targets, several and mixed:
  ahorn                    all tasks of the host ahorn
  ahorn:rebuild            one task of it
  ahorn:check,rebuild      some tasks, in this order
  web, @prod               each host of the group web, each with the tag prod
  'web-*', '@prod-*'       each host with such a name, each with such a tag (also ? and [12] and {a,b})
  all                      each host
  @prod:check, all:check   one task of each
  ./result-a               a script that is built already (a path holds a /)
  -                        the targets on standard input
A host that is named twice runs once, with the tasks of both in the order given.

What:
  --except TARGET          leave these hosts out; can be given several times
  -l, --list               print hosts, addresses, groups, tags and tasks, deploy nothing (also --list-all)
  --plan                   build the scripts, print as JSON what would run, deploy nothing
  -n, --dry-run            scripts print their commands and contact nobody (also --dry)
  --flake REF              take the hosts from this flake, for example github:me/hosts
                           (default: the flake launch was built from, else the current directory)
  --eval-jobs N            evaluate and build at most N hosts at once (default: as cores and memory allow)
  -- NIX-OPTION...         for each call of Nix, for example -- --builders 'ssh://big x86_64-linux'

How:
  -j, --jobs N             run at most N scripts at once (default 16, 0 for all; also -C, --concurrency)
  --wave 1,10%,100%        start so many hosts, the next wave when they are done; the last size counts for the rest
  --max-failures N         start no more when more than N have failed (default 0 with --wave)
  --fail-fast              end all when one has failed
  --timeout DURATION       end a script that takes longer, for example 90s, 10m or 1h30m
  --ask-sudo-password      ask for each host that wants a password for sudo (default: once for all of them)
  -p, --parallel           accepted and ignored: hosts always run side by side

Output:
  -o, --output STYLE       prefixed: each line behind its host and task (default); group: a host's lines when it is
                           done; interleaved: lines as they come; quiet: only of hosts that failed (also -s, --silent)
  --timestamps             put the time before each line
  -v, --verbose            scripts print each command as it runs
  --color WHEN             auto (default: on a terminal, without NO_COLOR), always or never
  --json                   print events, or with --list the hosts, as JSON
  --log-dir DIR            keep the whole output of each host there
  -h, --help, --version

Environment: REBUILD_ACTION, LP_REMOTE_USER, LP_REMOTE_HOST (one host only), LP_REMOTE_COMMAND and
LP_REMOTE_SSH_OPTS reach the scripts. NO_COLOR turns colours off.

Each line of a script comes out on standard output behind [host] or [host:task]. What launch itself
has to say, and the summary, goes to standard error.
Ctrl-C ends every script, a second one without patience.

Exit codes: 0 all done, 1 some failed, 2 wrong usage, 130 interrupted.
`;

// src/launch/values.ts
var LONGEST_S = 24 * 24 * 3600;
var UNITS = { d: 86400, h: 3600, m: 60, s: 1 };
function wholeNumber(name, text2, least) {
  if (/^(0|[1-9]\d{0,5})$/.test(text2) && Number(text2) >= least) return Number(text2);
  throw new UsageError(`${name} takes one number from ${least} up, such as ${name} 4, not ${JSON.stringify(text2)}`);
}
function duration(name, text2) {
  const [, ...parts] = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text2) ?? [];
  const seconds = parts.reduce((sum, part, at) => sum + Number(part ?? 0) * Object.values(UNITS)[at], 0);
  if (seconds > 0 && seconds <= LONGEST_S) return seconds;
  const limit = seconds > LONGEST_S ? "at most 24 days" : "a time";
  throw new UsageError(`${name} takes ${limit}, such as 90s, 10m or 1h30m, not ${JSON.stringify(text2)}`);
}
function oneOf(name, text2, values) {
  const value = values.find((value2) => value2 === text2);
  if (value !== void 0) return value;
  throw new UsageError(`${name} can be ${values.join(", ").replace(/, (?=\S+$)/, " or ")}, not ${JSON.stringify(text2)}`);
}
function flakeReference(text2) {
  if (!text2.includes("#")) return text2;
  throw new UsageError(`--flake takes a flake without #: give ${text2.replace(/#.*/s, "") || "."}, and hosts as targets`);
}
function withoutTasks(target) {
  if (target.includes("/") || !target.includes(":")) return target;
  throw new UsageError(`--except leaves out whole hosts: give ${target.replace(/:.*/s, "") || "a host"}, without tasks`);
}

// src/launch/waves.ts
function parseWaves(text2) {
  const sizes = text2.split(",").map(parseSize);
  if (sizes.every((size) => size !== void 0)) return sizes;
  throw new UsageError(
    `--wave takes numbers of hosts from 1 up or percentages up to 100%, such as --wave 1,10%,100%, not ${JSON.stringify(text2)}`
  );
}
function inWaves(jobs, sizes) {
  const waves = [];
  for (let from = 0; from < jobs.length; ) {
    const size = sizes[Math.min(waves.length, sizes.length - 1)] ?? { percent: 100 };
    const to = from + ("count" in size ? size.count : Math.max(1, Math.floor(jobs.length * size.percent / 100)));
    waves.push(jobs.slice(from, to));
    from = to;
  }
  return waves;
}
function showWaves(sizes) {
  return sizes.map((size) => "count" in size ? String(size.count) : `${size.percent}%`).join(",");
}
function parseSize(text2) {
  const [, digits, percent] = /^([1-9]\d{0,5})(%?)$/.exec(text2) ?? [];
  const number = Number(digits);
  if (digits === void 0 || percent && number > 100) return void 0;
  return percent ? { percent: number } : { count: number };
}

// src/launch/options.ts
var OUTPUTS = ["prefixed", "group", "interleaved", "quiet"];
var COLOURS = ["auto", "always", "never"];
var DEFAULT_JOBS = 16;
var SWITCHES = [
  ["list", "list-all", "l", "a"],
  ["plan"],
  ["dry-run", "dry", "n"],
  ["verbose", "v"],
  ["silent", "s"],
  ["parallel", "p"],
  ["fail-fast"],
  ["timestamps"],
  ["json"],
  ["ask-sudo-password"],
  ["help", "h"],
  ["version"]
];
var VALUES = [
  ["jobs", "concurrency", "j", "C"],
  ["eval-jobs"],
  ["wave"],
  ["max-failures"],
  ["timeout"],
  ["output", "o"],
  ["color"],
  ["log-dir"],
  ["except"],
  ["flake"]
];
var SPECS = new Map([...named(SWITCHES, false), ...named(VALUES, true)]);
function parseOptions(argv) {
  const { words, given, rest } = readArgv(argv, SPECS, fail);
  const has = (name) => given.has(name);
  const all = (name) => (given.get(name) ?? []).map((text2) => assertValue(name, String(text2)));
  const one = (name, read2) => {
    const [text2, ...more] = all(name);
    if (more.length > 0) throw new UsageError(`--${name} takes one value, and has ${[text2, ...more].join(" and ")}`);
    return text2 === void 0 ? void 0 : read2(text2);
  };
  const count = (name, least) => one(name, (text2) => wholeNumber(`--${name}`, text2, least));
  const output = one("output", (text2) => oneOf("--output", text2, OUTPUTS));
  if (has("silent") && (output ?? "quiet") !== "quiet")
    throw new UsageError(`--silent and --output ${output} exclude each other: give one of them`);
  if (has("list") && has("plan")) throw new UsageError("--list and --plan exclude each other: give one of them");
  const waves = one("wave", parseWaves) ?? [];
  return {
    words,
    except: all("except").map(withoutTasks),
    list: has("list"),
    plan: has("plan"),
    dryRun: has("dry-run"),
    verbose: has("verbose"),
    jobs: (count("jobs", 0) ?? DEFAULT_JOBS) || Infinity,
    evalJobs: count("eval-jobs", 1),
    waves,
    maxFailures: count("max-failures", 0) ?? (waves.length > 0 ? 0 : Infinity),
    failFast: has("fail-fast"),
    timeout: one("timeout", (text2) => duration("--timeout", text2)),
    output: has("silent") ? "quiet" : output ?? "prefixed",
    timestamps: has("timestamps"),
    color: one("color", (text2) => oneOf("--color", text2, COLOURS)) ?? "auto",
    json: has("json"),
    logDir: one("log-dir", (text2) => text2),
    flake: one("flake", flakeReference),
    nixWords: rest,
    askSudoPassword: has("ask-sudo-password"),
    help: has("help"),
    version: has("version")
  };
}
function shownJobs(jobs) {
  return Number.isFinite(jobs) ? jobs : 0;
}
function flagsOf({ dryRun, verbose }) {
  return [...dryRun ? ["--dry-run"] : [], ...verbose ? ["--verbose"] : []];
}
function named(options, takesValue) {
  return options.flatMap(
    (names2) => names2.map((name) => [name.length > 1 ? `--${name}` : `-${name}`, { name: names2[0], takesValue }])
  );
}
function assertValue(name, text2) {
  if (text2 !== "" && !text2.startsWith("-")) return text2;
  throw new UsageError(
    `--${name} takes one value, not ${text2 === "" ? "none" : JSON.stringify(text2)}; ${SELF} --help shows how`
  );
}
function fail(problem2) {
  throw new UsageError(`${problem2}; ${SELF} --help lists what there is`);
}

// src/launch/overrides.ts
var OVERRIDES = [
  "REBUILD_ACTION",
  "LP_REMOTE_USER",
  "LP_REMOTE_HOST",
  "LP_REMOTE_COMMAND",
  "LP_REMOTE_SSH_OPTS"
];
var ACTIONS = ["switch", "boot", "test", "dry-activate", "build", "dry-build"];
function assertAction(env) {
  const action = env["REBUILD_ACTION"];
  if (!action || ACTIONS.includes(action)) return;
  throw new UsageError(
    `REBUILD_ACTION is ${quote(action)}, it can be ${ACTIONS.join(", ").replace(/, (?=\S+$)/, " or ")}`
  );
}
function assertOneRemote(jobs, env) {
  const address = env["LP_REMOTE_HOST"];
  if (!address || jobs.length < 2) return;
  const problem2 = `LP_REMOTE_HOST would send all ${jobs.length} hosts to ${quote(address)}`;
  throw new UsageError(`${problem2}: unset it, or name one host`);
}

// src/launch/again.ts
var NOT_DONE = ["failed", "interrupted", "not started"];
function again(results, options, env) {
  const targets = results.filter(({ outcome }) => NOT_DONE.includes(outcome)).map(({ job }) => job.target);
  if (targets.length === 0) return void 0;
  return command(wordsOf(options, targets), env, selfName(env));
}
function command(words, env, program = "") {
  const set = OVERRIDES.filter((name) => env[name]).map((name) => `${name}=${quote(env[name])}`);
  return [...set, ...program ? [program] : [], ...words.map(quote)].join(" ");
}
function wordsOf(options, targets) {
  const { nixWords } = options;
  return [...optionWords(options), ...targets, ...nixWords.length > 0 ? ["--", ...nixWords] : []];
}
function optionWords(options) {
  const { flake, jobs, evalJobs, waves, maxFailures, timeout, output, color, logDir } = options;
  const failuresByDefault = waves.length > 0 ? 0 : Infinity;
  const value = (name, text2) => text2 === void 0 ? [] : [name, String(text2)];
  const set = (name, on) => on ? [name] : [];
  return [
    ...value("--flake", flake),
    ...value("--jobs", jobs === DEFAULT_JOBS ? void 0 : shownJobs(jobs)),
    ...value("--eval-jobs", evalJobs),
    ...value("--wave", showWaves(waves) || void 0),
    ...value("--max-failures", maxFailures === failuresByDefault ? void 0 : maxFailures),
    ...set("--fail-fast", options.failFast),
    ...value("--timeout", timeout === void 0 ? void 0 : `${timeout}s`),
    ...value("--output", output === "prefixed" ? void 0 : output),
    ...set("--timestamps", options.timestamps),
    ...value("--color", color === "auto" ? void 0 : color),
    ...set("--json", options.json),
    ...value("--log-dir", logDir),
    ...set("--ask-sudo-password", options.askSudoPassword),
    ...flagsOf(options)
  ];
}

// src/launch/eval-jobs.ts
var import_node_os = require("node:os");

// src/launch/pool.ts
var EXHAUSTED = ["EMFILE", "ENFILE", "EAGAIN", "ENOMEM"];
var Pool = class {
  constructor(limit) {
    this.limit = limit;
  }
  limit;
  #active = 0;
  #starting = false;
  #waiting = [];
  async run(task) {
    for (; ; ) {
      await this.#enter();
      try {
        return await task();
      } catch (error) {
        if (this.#active === 1 || !EXHAUSTED.includes(String(error.code))) throw error;
        this.limit = this.#active - 1;
      } finally {
        this.#active--;
        this.#advance();
      }
    }
  }
  async #enter() {
    const entered = new Promise((resolve3) => this.#waiting.push(resolve3));
    this.#advance();
    await entered;
  }
  /** One start per turn of the event loop: what runs already is read in between. */
  #advance() {
    if (this.#starting || this.#active >= this.limit || this.#waiting.length === 0) return;
    this.#starting = true;
    setImmediate(() => {
      this.#starting = false;
      this.#active++;
      this.#waiting.shift()();
      this.#advance();
    });
  }
};

// src/launch/eval-jobs.ts
var EVALUATION_BYTES = 2 * 1024 ** 3;
function buildPool(limit = evaluationsAtOnce((0, import_node_os.availableParallelism)(), memory())) {
  return new Pool(limit);
}
function evaluationsAtOnce(cores, bytes2) {
  return Math.max(1, Math.min(cores, Math.floor(bytes2 / EVALUATION_BYTES)));
}
function memory() {
  return Math.min((0, import_node_os.totalmem)(), process.constrainedMemory() || Infinity);
}

// src/launch/events.ts
function eventLine(event, now = /* @__PURE__ */ new Date()) {
  return Buffer.from(`${JSON.stringify({ time: now.toISOString(), ...event })}
`);
}
function jsonLine({ name, task }, text2, last) {
  return eventLine({ event: "output", host: name, task: task ?? null, text: text2, partial: !last });
}
function endedEvent({ job, outcome, task, exit, code, seconds, tasks = [], log }) {
  const rounded = tasks.map(({ task: task2, seconds: seconds2 }) => ({ task: task2, seconds: round(seconds2) }));
  return {
    event: "ended",
    host: job.label,
    result: outcome,
    task: task ?? null,
    code: code ?? null,
    timeout: exit === "timeout",
    seconds: round(seconds),
    tasks: rounded,
    log: log ?? null
  };
}
function round(seconds) {
  return Math.round(seconds * 1e3) / 1e3;
}

// src/launch/flake.ts
function whereFrom(flake, env) {
  if (flake !== void 0) return { flake };
  const file = env["LOLLYPOPS_EXPR"];
  return file ? { file } : { flake: "." };
}
function installable(where, path) {
  const attribute = path.map((name) => /^[A-Za-z_][\w-]*$/.test(name) ? name : `"${name}"`).join(".");
  if ("file" in where) return ["--impure", "--file", where.file, attribute];
  return [`${where.flake}#${attribute.replace(/[^\w.-]/gu, encodeURIComponent)}`];
}

// src/launch/near.ts
function near(word, candidates) {
  const limit = Math.max(1, Math.floor(word.length / 3));
  return candidates.map((candidate) => ({ candidate, distance: distance(word, candidate) })).filter((one) => one.distance <= limit || word.length > 2 && one.candidate.startsWith(word)).sort((a, b) => a.distance - b.distance).slice(0, 3).map((one) => one.candidate);
}
function distance(a, b) {
  const rows = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row2 = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 2] === b[j - 1] && a[i - 1] === b[j - 2] ? (rows[i - 2]?.[j - 2] ?? Infinity) + 1 : Infinity;
      row2.push(Math.min(replaced, swapped, rows[i - 1][j] + 1, row2[j - 1] + 1));
    }
    rows.push(row2);
  }
  return rows[a.length][b.length];
}
function nearGlob(glob, candidates) {
  const stem = glob.replace(/[*?[{].*/s, "");
  const isNear = (candidate) => distance(stem, candidate.slice(0, stem.length)) <= stem.length / 3;
  return stem === "" ? [] : candidates.filter(isNear).slice(0, 3);
}

// src/launch/choose.ts
function isGlob(word) {
  return /[*?[{]/.test(word);
}
function needsEvaluation(name, names2) {
  return name.startsWith("@") || !(isWide(name) || names2.includes(name));
}
function isWide(name) {
  return name === "all" || isGlob(name) && !name.startsWith("@");
}
function hostsOf(name, fleet) {
  const { names: names2, groups = /* @__PURE__ */ new Map(), tags = /* @__PURE__ */ new Map(), match: match2 = () => [] } = fleet;
  const allTags = [...tags.keys()].map((tag2) => `@${tag2}`);
  if (name === "all") return names2;
  if (names2.includes(name)) return [name];
  if (!name.startsWith("@")) {
    if (isGlob(name)) return some(match2(name, names2), `no host matches ${quote(name)}`, nearGlob(name, names2));
    return some(
      groups.get(name),
      `no host or group is called ${quote(name)}`,
      near(name, [...names2, ...groups.keys(), ...allTags, "all"])
    );
  }
  const tag = name.slice(1);
  if (!isGlob(tag))
    return some(tags.get(tag), `no host has a tag ${quote(tag)}`, near(name, [...allTags, ...names2, ...groups.keys()]));
  const tagged = new Set(match2(tag, [...tags.keys()]).flatMap((one) => tags.get(one)));
  return some(
    names2.filter((host) => tagged.has(host)),
    `no host has a tag that matches ${quote(tag)}`,
    nearGlob(name, allTags)
  );
}
function some(hosts, problem2, likely) {
  if (hosts && hosts.length > 0) return hosts;
  const hint = likely.length > 0 ? `did you mean ${likely.join(" or ")}?` : `${SELF} --list shows what there is`;
  throw new UsageError(`${problem2}: ${hint}`);
}

// src/launch/nix.ts
var import_node_fs4 = require("node:fs");
var import_node_os2 = require("node:os");
var import_node_path2 = require("node:path");

// src/launch/capture.ts
var import_node_child_process2 = require("node:child_process");
var import_node_events2 = require("node:events");

// src/launch/shell.ts
var import_node_child_process = require("node:child_process");
var import_node_events = require("node:events");
var import_node_fs3 = require("node:fs");

// src/launch/processes.ts
var import_node_fs2 = require("node:fs");
function isThere(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
function signalGroup(group, signal) {
  try {
    process.kill(-group, signal);
  } catch {
  }
}
function allProcesses() {
  const all = /* @__PURE__ */ new Map();
  for (const pid of names("/proc")) if (/^\d+$/.test(pid)) read(Number(pid), all);
  return all.size > 0 ? all : void 0;
}
function names(folder) {
  try {
    return (0, import_node_fs2.readdirSync)(folder);
  } catch {
    return [];
  }
}
function read(pid, all) {
  try {
    const stat = (0, import_node_fs2.readFileSync)(`/proc/${pid}/stat`, "latin1");
    const [state, parent, group, session2] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    all.set(pid, {
      parent: Number(parent),
      group: Number(group),
      session: Number(session2),
      runs: state !== "Z" && state !== "X"
    });
  } catch {
  }
}

// src/launch/shell.ts
var CHILD_ENV = { ...process.env, SSH_ASKPASS_REQUIRE: "never" };
var OPTIONS = ["SHELLOPTS", "BASHOPTS"].flatMap(
  (name) => CHILD_ENV[name] === void 0 ? [] : [`${name}=${CHILD_ENV[name]}`]
);
var SHELL_ENV = { ...CHILD_ENV, SHELLOPTS: void 0, BASHOPTS: void 0 };
var PREFIX = OPTIONS.length > 0 ? ["env", ...OPTIONS] : [];
var LOOP = 'mkfifo -m 600 "$1" 2>&1 && echo ready; set -m; while IFS= read -r line; do eval "$line"; done';
var END = 'until wait $!; code=$?; ! kill -0 $!; do sleep 1; done; echo "ended $code";';
var Shell = class {
  /**
   * -p: it reads nothing from BASH_ENV, and passes it on.
   * @param fifo does not exist yet, in a folder that nobody else can enter
   */
  constructor(fifo) {
    this.fifo = fifo;
    this.#process = (0, import_node_child_process.spawn)("bash", ["-p", "-c", LOOP, "launch", fifo], {
      stdio: ["pipe", "pipe", "ignore"],
      detached: true,
      env: SHELL_ENV
    });
    this.#over = Promise.race([(0, import_node_events.once)(this.#process, "exit"), (0, import_node_events.once)(this.#process, "error")]).catch(() => {
    });
    this.#ready = new Promise((ready, lost) => this.#waiting = { ready, lost });
    this.#ready.catch(() => {
    });
    this.#process.on("error", (error) => this.#lose(error));
    this.#process.on(
      "exit",
      () => this.#lose(Object.assign(new Error("the bash that waits for it is gone"), { code: "ECHILD" }))
    );
    this.#process.stdin?.on("error", () => {
    });
    this.#process.stdout?.setEncoding("latin1").on("data", (text2) => this.#read(text2));
  }
  fifo;
  #process;
  #over;
  #ready;
  #text = "";
  #waiting = {};
  #gone;
  get isGone() {
    return this.#gone !== void 0;
  }
  /**
   * Runs a script to its end, and resolves to its exit code; a signal is 128 and its number.
   * @param onStart gets its process group, and the end of a pipe with its standard output and standard error, non-blocking
   * @throws Error EMFILE, EAGAIN and the like when the system allows no more, ECHILD when its bash was killed
   */
  async run({ path, args, input }, onStart) {
    await this.#ready;
    const output = (0, import_node_fs3.openSync)(this.fifo, import_node_fs3.constants.O_RDONLY | import_node_fs3.constants.O_NONBLOCK);
    const command2 = [...PREFIX, path, ...args].map(quote).join(" ");
    const stdin = input === void 0 ? "</dev/null" : `< <(printf %s ${quote(input)})`;
    this.#process.stdin?.write(
      `if { ${command2} ${stdin} 2>&1 & } >${quote(this.fifo)}; then echo "started $!"; ${END} else echo ended 126; fi
`
    );
    let isOurs = true;
    const started = (group) => {
      isOurs = false;
      onStart(group, output);
    };
    return new Promise((ended, lost) => {
      this.#waiting = { started, ended, lost };
      if (this.#gone) lost(this.#gone);
    }).finally(() => isOurs && (0, import_node_fs3.closeSync)(output));
  }
  /** With its mkfifo, which is in its group. */
  async close() {
    const { pid, exitCode: exitCode2, signalCode } = this.#process;
    if (pid !== void 0 && exitCode2 === null && signalCode === null) signalGroup(pid, "SIGKILL");
    await this.#over;
  }
  #lose(error) {
    this.#gone ??= error;
    this.#waiting.lost?.(this.#gone);
  }
  #read(text2) {
    const lines = (this.#text + text2).split("\n");
    this.#text = lines.pop();
    for (const line of lines) {
      const [word, number] = line.split(" ");
      if (word === "ready") this.#waiting.ready?.();
      else if (word === "started") this.#waiting.started?.(Number(number));
      else if (word === "ended") this.#waiting.ended?.(Number(number));
      else this.#lose(new Error(`mkfifo (of coreutils) makes its pipe, and failed: ${line}`));
    }
  }
};

// src/launch/capture.ts
var MOST = 1024 * 1024;
async function capture(command2, args, groups) {
  if (groups.ending) throw new Error("interrupted");
  const child = (0, import_node_child_process2.spawn)(command2, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, env: CHILD_ENV });
  const closed = (0, import_node_events2.once)(child, "close");
  const stdout = [];
  let stderr = Buffer.alloc(0);
  child.stdout.on("data", (chunk) => stdout.push(chunk));
  child.stderr.on("data", (chunk) => stderr = Buffer.concat([stderr, chunk]).subarray(-MOST));
  if (child.pid !== void 0) groups.add(child.pid);
  const [code, signal] = await closed;
  groups.orphan(child.pid);
  return { code, signal, stdout: Buffer.concat(stdout).toString(), stderr };
}

// src/launch/nix.ts
var FEATURES = ["--extra-experimental-features", "nix-command flakes"];
var NixError = class extends Error {
  constructor(command2, exit, stderr) {
    super(lastError(stderr.toString()) || `nix ended with ${exit}`);
    this.command = command2;
    this.exit = exit;
    this.stderr = stderr;
  }
  command;
  exit;
  stderr;
  /** All there is to show of it. */
  get said() {
    return Buffer.concat([Buffer.from(this.command && `${this.command}
`), this.stderr]);
  }
};
var Nix = class {
  constructor(where, groups, words = []) {
    this.where = where;
    this.groups = groups;
    this.words = words;
  }
  where;
  groups;
  words;
  #roots;
  #builds = 0;
  /** @throws NixError */
  async evaluate(path, apply) {
    return this.#ask(
      ["eval", "--json", ...apply === void 0 ? [] : ["--apply", apply]],
      path,
      [],
      (answer) => answer
    );
  }
  /**
   * Builds a package, and returns the path of its output: it, and what it needs, is kept from garbage collection
   * until `close`.
   * @throws NixError
   */
  async build(name) {
    const link = ["--out-link", (0, import_node_path2.join)(this.#folder(), String(this.#builds++))];
    const read2 = (answer) => answer[0].outputs.out.toString();
    return this.#ask(["build", "--no-link", "--json", "--print-build-logs"], [name], link, read2);
  }
  #folder() {
    try {
      return this.#roots ??= (0, import_node_fs4.mkdtempSync)((0, import_node_path2.join)((0, import_node_os2.tmpdir)(), "launch-roots-"));
    } catch (error) {
      throw new NixError("", "-", Buffer.from(`error: no place to keep what Nix builds: ${error.message}
`));
    }
  }
  close() {
    if (this.#roots !== void 0) (0, import_node_fs4.rmSync)(this.#roots, { recursive: true, force: true });
  }
  /** @param own words that are of no use to a person who repeats the command */
  async #ask(ask, path, own, read2) {
    assertAddressable(path);
    const words = [...FEATURES, ...ask, ...installable(this.where, path), ...this.words];
    const command2 = ["nix", ...words].map(quote).join(" ");
    const { code, signal, stdout, stderr } = await capture("nix", [...words, ...own], this.groups).catch(
      (error) => {
        throw new NixError(command2, "-", Buffer.from(`error: nix cannot be started: ${error.message}
`));
      }
    );
    if (code !== 0) throw new NixError(command2, String(signal ?? code), stderr);
    try {
      return read2(JSON.parse(stdout));
    } catch {
      throw new NixError(command2, "0", Buffer.from(`error: an answer of Nix that launch cannot read: ${stdout}
`));
    }
  }
};
function assertAddressable(path) {
  const name = path.find((name2) => /["^\p{Cc}]/u.test(name2));
  if (name === void 0) return;
  throw new NixError("", "-", Buffer.from(`error: Nix cannot address ${JSON.stringify(name)}: rename the host
`));
}
function lastError(stderr) {
  const plain = stderr.replace(/\x1b\[[\d;]*m/g, "");
  const causes = [...plain.matchAll(/^\s*error: *(\S.*)$/gm)].map((match2) => match2[1]);
  return causes.at(-1) ?? plain.trim().split("\n").at(-1) ?? "";
}

// src/launch/hosts.ts
async function hostNames(nix2) {
  return await nix2.evaluate(["launch", "hosts"], "builtins.attrNames");
}
function inspect(names2, nix2, pool) {
  return Promise.all(names2.map((name) => pool.run(() => inspectOne(name, nix2))));
}
async function inspectOne(name, nix2) {
  try {
    return { name, info: await nix2.evaluate(["launch", "hosts", name]) };
  } catch (error) {
    if (error instanceof NixError) return { name, error };
    throw error;
  }
}
function fleetOf(names2, hosts) {
  const known = hosts.flatMap((host) => "info" in host && host.info ? [[host.name, host.info]] : []);
  return {
    names: names2,
    groups: collect(known.map(([name, { group }]) => [group, name])),
    tags: collect(known.flatMap(([name, { tags }]) => tags.map((tag) => [tag, name])))
  };
}
function collect(pairs) {
  const all = /* @__PURE__ */ new Map();
  for (const [key, name] of pairs) all.set(key, [...all.get(key) ?? [], name]);
  return all;
}

// src/launch/scripts.ts
var import_node_fs5 = require("node:fs");
var import_node_path3 = require("node:path");

// src/launch/targets.ts
function splitTarget(word, colon = word.indexOf(":")) {
  if (colon < 0) return { name: word, tasks: [] };
  const name = word.slice(0, colon);
  const tasks = word.slice(colon + 1).split(",");
  if (name === "" || !tasks.every((task) => /^[^-\s\p{Cc}][^\s\p{Cc}]*$/u.test(task))) {
    const target = quote(name || "host");
    throw new UsageError(`${quote(word)} is no target: write ${target}:task or ${target}:task1,task2`);
  }
  return { name, tasks };
}
function toJobs(words, fleet) {
  const jobs = /* @__PURE__ */ new Map();
  for (const word of words) {
    for (const job of typeof word === "string" ? hostJobs(word, fleet) : [scriptJob(word)]) {
      const key = job.script ?? `host ${job.host}`;
      const known = jobs.get(key);
      jobs.set(key, known ? merge(known, job) : job);
    }
  }
  return distinct([...jobs.values()]).map((job) => ({ ...job, target: job.target + taskPart(job.tasks) }));
}
function hostJobs(word, fleet) {
  const { name, tasks } = splitTarget(word);
  return hostsOf(name, fleet).map((host) => ({
    label: printable(host),
    host,
    tasks: unique(tasks),
    target: host,
    optional: host !== name && isWide(name)
  }));
}
function scriptJob({ word, path, name, tasks }) {
  return { label: name, script: path, tasks: unique(tasks), target: word, optional: false };
}
function merge(a, b) {
  const all = a.tasks.length === 0 || b.tasks.length === 0;
  return { ...a, tasks: all ? [] : unique([...a.tasks, ...b.tasks]), optional: a.optional && b.optional };
}
function distinct(jobs) {
  const counts = /* @__PURE__ */ new Map();
  for (const { label: label2 } of jobs) counts.set(label2, (counts.get(label2) ?? 0) + 1);
  const isTaken = ({ script, label: label2 }) => script !== void 0 && counts.get(label2) > 1;
  return jobs.map((job) => isTaken(job) ? { ...job, label: job.target } : job);
}
function printable(name) {
  return name.replace(new RegExp("\\p{Cc}", "gu"), "?");
}
function taskPart(tasks) {
  return tasks.length > 0 ? `:${tasks.join(",")}` : "";
}
function unique(tasks) {
  return [...new Set(tasks)];
}

// src/launch/scripts.ts
function findScript(word) {
  const colon = word.lastIndexOf(":");
  if (isThere2(word) || colon < word.lastIndexOf("/")) return { ...inspect2(word), tasks: [] };
  const { name, tasks } = splitTarget(word, colon);
  return { ...inspect2(name), tasks };
}
function inspect2(word) {
  if (!isThere2(word)) throw new UsageError(`${quote(word)}: there is no such script`);
  if (!(0, import_node_fs5.statSync)(word).isFile()) throw new UsageError(`${quote(word)} is not a file: give the path of a deploy script`);
  try {
    (0, import_node_fs5.accessSync)(word, import_node_fs5.constants.X_OK);
  } catch {
    throw new UsageError(`${quote(word)} is not executable: chmod +x makes it so, if it is a script to run`);
  }
  const path = (0, import_node_fs5.realpathSync)(word);
  return { word, path, name: scriptName(path, (0, import_node_path3.resolve)(word)) };
}
function isThere2(path) {
  return (0, import_node_fs5.statSync)(path, { throwIfNoEntry: false }) !== void 0;
}
function scriptName(target, called) {
  const [, host] = /^(?:[0-9a-z]{32}-)?deploy-(.+)$/.exec((0, import_node_path3.basename)(target)) ?? [];
  return printable(host ?? (0, import_node_path3.basename)(called));
}

// src/script/tasks.ts
var LATE_SECRETS = "deploy-late-secrets";
var BUILT_IN = `check deploy-flake deploy-secrets rebuild ${LATE_SECRETS} build-system activate-system reboot diff
  rollback generations status`.split(/\s+/);
function currentName(task) {
  return task === "check-vars" ? "check" : task;
}
var TAKEN = new Set(
  `guard secrets ssh nix rsync persist tried tell fail failed interrupted leave confirm main password ask-password theirs
  not-undone health-checks rebooted reboot-needed cannot-build host-key-name either confirm-moved begin-secrets secret all-secrets hash-secret
  if then else elif fi case esac for select while until do done in function time coproc
  bash break builtin cat cd command compgen continue curl cut declare echo eval exec exit export false find git grep head
  install kill local ln mapfile mkdir mktemp nix-store nix-build nixos-rebuild printf read readarray readlink readonly return
  rm sed set shift shopt sleep sort source systemctl tail test timeout trap true type ulimit unset wait xargs awk base64
  sha256sum od tr env let enable hash help history jobs logout popd pushd pwd suspend times typeset umask alias bg bind
  caller complete compopt dirs disown fc fg getopts unalias`.split(/\s+/)
);

// src/launch/head.ts
var import_node_fs6 = require("node:fs");
var BYTES = Buffer.allocUnsafeSlow(64 * 1024);
function readHead(path) {
  try {
    const file = (0, import_node_fs6.openSync)(path, "r");
    try {
      return BYTES.toString("utf8", 0, (0, import_node_fs6.readSync)(file, BYTES));
    } finally {
      (0, import_node_fs6.closeSync)(file);
    }
  } catch {
    return "";
  }
}

// src/launch/tasks.ts
function tasksOfHost({ tasks, extraTasks }) {
  return [.../* @__PURE__ */ new Set([...BUILT_IN, ...[...tasks, ...extraTasks].map(currentName)])];
}
function tasksOfScript(path) {
  const [head = ""] = /^(#.*\n)+/.exec(readHead(path)) ?? [];
  const list = /^# Generated by lollypops .*\n(?:.*\n)*?# Usage: .*\n(?:# .*\n)*#\n((?:# {3}\S.*\n)+)/m.exec(head)?.[1];
  return list === void 0 ? void 0 : [...list.matchAll(/^# {3}(\S+)/gm)].map((match2) => match2[1]);
}
function assertTasks(jobs) {
  for (const { label: label2, tasks, known } of jobs) {
    const task = tasks.find((task2) => known && !known.includes(currentName(task2)));
    if (task === void 0) continue;
    const likely = near(task, known);
    const hint = likely.length > 0 ? `did you mean ${likely.join(" or ")}?` : `there are ${known.join(", ")}`;
    throw new UsageError(`${label2} has no task ${quote(task)}: ${hint}`);
  }
}

// src/launch/fleet.ts
async function plan({ words, except }, nix2, pool) {
  const targets = words.map((word) => isPath(word) ? findScript(word) : word);
  const wanted = targets.filter((target) => typeof target === "string").map((word) => splitTarget(word).name);
  const unwanted = except.filter((word) => !isPath(word));
  const names2 = wanted.length + unwanted.length > 0 ? await hostNames(nix2) : [];
  const asksMore = (name) => needsEvaluation(name, names2);
  const hosts = [...wanted, ...unwanted].some(asksMore) ? await inspect(names2, nix2, pool) : void 0;
  const match2 = [...wanted, ...unwanted].some(isGlob) ? (await Promise.resolve().then(() => (init_glob(), glob_exports))).match : void 0;
  const fleet = { ...hosts ? fleetOf(names2, hosts) : { names: names2 }, match: match2 };
  const jobs = toJobs(targets, fleet);
  const left = leaveOut(jobs, except, fleet);
  if (jobs.length === 0) throw new UsageError("there is nothing to deploy: the flake has no nixosConfigurations");
  if (left.length === 0)
    throw new UsageError(`there is nothing to deploy: --except leaves out all of ${words.map(quote).join(" ")}`);
  const decided = /* @__PURE__ */ new Set([...jobs.map(({ host }) => host), ...unwanted]);
  const undecided = wanted.some(asksMore) ? hosts.filter(({ name }) => !decided.has(name)) : [];
  const known = left.map((job) => withTasks(job, hosts));
  assertTasks(known);
  return { jobs: known, unknown: undecided.flatMap(unknown), hosts };
}
function isPath(word) {
  return word.includes("/");
}
function leaveOut(jobs, except, fleet) {
  const scripts = new Set(except.filter(isPath).map((word) => findScript(word).path));
  const hosts = new Set(except.filter((word) => !isPath(word)).flatMap((name) => hostsOf(name, fleet)));
  return jobs.filter(({ host, script }) => host === void 0 ? !scripts.has(script) : !hosts.has(host));
}
function withTasks(job, hosts = []) {
  if (job.script !== void 0) return { ...job, known: tasksOfScript(job.script) };
  const host = hosts.find(({ name }) => name === job.host);
  return host && "info" in host && host.info ? { ...job, known: tasksOfHost(host.info) } : job;
}
function unknown(host) {
  if (!("error" in host)) return [];
  const job = { label: host.name, tasks: [], target: host.name, optional: true };
  const why = Buffer.from(`does not evaluate, so that nobody knows whether it was asked for: ${host.error.message}`);
  return [{ job, outcome: "unknown", task: "evaluate", exit: host.error.exit, seconds: 0, lastLines: [why] }];
}

// src/launch/groups.ts
var import_promises = require("node:timers/promises");

// src/launch/family.ts
function follow(families, wide) {
  const all = [...families.values()];
  const isGroupThere = (group) => isThere(-group);
  const processes = all.some(({ parts }) => [...parts].some(isGroupThere)) ? allProcesses() : /* @__PURE__ */ new Map();
  if (processes !== void 0) adopt(families, processes, wide);
  const isRunning = processes === void 0 ? isGroupThere : runningIn(processes);
  for (const { parts } of all) {
    for (const part of parts) if (!isRunning(part)) parts.delete(part);
  }
}
function adopt(families, processes, wide) {
  const owners = /* @__PURE__ */ new Map();
  const sessions = /* @__PURE__ */ new Map();
  for (const [child, family] of families) {
    for (const part of family.parts) owners.set(part, family);
    const process2 = processes.get(child);
    if (wide && process2?.runs) sessions.set(process2.session, family);
  }
  const ownerOf = (process2) => process2 && (owners.get(process2.group) ?? ownerOf(processes.get(process2.parent)));
  for (const process2 of processes.values()) {
    const owner = ownerOf(process2) ?? (process2.group === process2.session ? void 0 : sessions.get(process2.session));
    if (owner === void 0) continue;
    owner.parts.add(process2.group);
    owners.set(process2.group, owner);
  }
}
function runningIn(processes) {
  const running = new Set([...processes.values()].filter(({ runs }) => runs).map(({ group }) => group));
  return (group) => running.has(group);
}

// src/launch/groups.ts
var LADDER = ["SIGINT", "SIGTERM", "SIGKILL"];
var TICK_MS = 20;
var UNKILLABLE_MS = 5e3;
var PATIENCE = { withLeader: [1e4, 5e3], orphaned: [500, 1e3], hurried: [0, 1e3] };
var Groups = class {
  constructor(patience = PATIENCE) {
    this.patience = patience;
  }
  patience;
  #groups = /* @__PURE__ */ new Map();
  #expected = /* @__PURE__ */ new Set();
  #hurry = 0;
  #ending = false;
  /** From here on no child may be started. */
  get ending() {
    return this.#ending;
  }
  /** A child is being started: no end before `add`, or the call of what this returns. */
  expect() {
    const child = {};
    this.#expected.add(child);
    return () => this.#expected.delete(child);
  }
  add(pid) {
    this.#groups.set(pid, { parts: /* @__PURE__ */ new Set([pid]), leader: true, step: 0, since: 0 });
  }
  /** The child itself is gone; what it left in the background may live on. */
  orphan(pid) {
    const group = this.#groups.get(pid);
    if (group && [...group.parts].some((part) => isThere(-part))) group.leader = false;
    else this.#groups.delete(pid);
  }
  /** Ends one group in its time; resolves when it is gone, cannot be ended, or all are being ended. */
  async stop(pid) {
    const group = this.#groups.get(pid);
    while (group !== void 0 && !this.#ending) {
      follow(/* @__PURE__ */ new Map([[pid, group]]), false);
      if (group.parts.size === 0) return;
      this.#press(group, performance.now());
      if (group.step === LADDER.length && performance.now() - group.since > UNKILLABLE_MS) return;
      await (0, import_promises.setTimeout)(TICK_MS);
    }
  }
  /** Once: SIGTERM for all now, SIGKILL soon. Twice: SIGKILL now. */
  hurry() {
    this.#hurry++;
  }
  /** Ends every group; resolves when all are gone, with those that even SIGKILL could not end. */
  async end() {
    this.#ending = true;
    for (; ; ) {
      follow(this.#groups, true);
      for (const [pid, { parts }] of this.#groups) if (parts.size === 0) this.#groups.delete(pid);
      const now = performance.now();
      for (const group of this.#groups.values()) this.#press(group, now);
      const left = [...this.#groups];
      if (this.#expected.size === 0 && left.every(([, { step, since }]) => step === LADDER.length && now - since > UNKILLABLE_MS)) {
        return left.map(([pid]) => pid);
      }
      await (0, import_promises.setTimeout)(TICK_MS);
    }
  }
  #press(group, now) {
    const signal = LADDER[group.step];
    if (signal === void 0 || group.step > 0 && now - group.since < this.#wait(group)) return;
    for (const part of group.parts) signalGroup(part, signal);
    group.step++;
    group.since = now;
  }
  #wait(group) {
    if (this.#hurry > 1) return 0;
    const patience = this.#hurry === 1 ? "hurried" : group.leader ? "withLeader" : "orphaned";
    return this.patience[patience][group.step - 1];
  }
};

// src/launch/interrupt.ts
var SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
var SAME_MS = 400;
var Interrupt = class {
  constructor(groups, announce) {
    this.groups = groups;
    this.announce = announce;
  }
  groups;
  announce;
  #reason;
  #exit;
  #since = 0;
  #resolve = () => {
  };
  /** Resolves after an interrupt, when all groups are gone, with those that could not be ended. */
  over = new Promise((resolve3) => this.#resolve = resolve3);
  /** Why the run is being stopped. */
  get reason() {
    return this.#reason;
  }
  /** The exit code that this end means. */
  get exit() {
    return this.#exit;
  }
  signal(name) {
    const now = performance.now();
    if (this.#reason === void 0) this.begin(name);
    else if (now - this.#since > SAME_MS) this.groups.hurry();
    else return;
    this.#exit = 130;
    this.#since = now;
  }
  begin(reason, exit = 130) {
    if (this.#reason !== void 0) return;
    this.#reason = reason;
    this.#exit = exit;
    this.announce(reason);
    void this.groups.end().then(this.#resolve);
  }
};

// src/launch/table.ts
function table(rows) {
  const clean = rows.map((row2) => row2.map((cell) => cell.replace(new RegExp("\\p{Cc}", "gu"), "?")));
  const widths = (clean[0] ?? []).map((_, column) => Math.max(...clean.map((row2) => [...row2[column] ?? ""].length)));
  const line = (row2) => row2.map((cell, column) => cell + " ".repeat(widths[column] - [...cell].length)).join("  ").trimEnd();
  return clean.map((row2) => `${line(row2)}
`).join("");
}

// src/launch/list.ts
var HEAD = ["HOST", "ADDRESS", "GROUP", "TAGS", "TASKS"];
function listText(hosts, scripts = []) {
  if (hosts.length + scripts.length === 0) return "no hosts: the flake has no nixosConfigurations\n";
  return table([
    HEAD,
    ...hosts.map(row),
    ...scripts.map(({ label: label2, known }) => [label2, "-", "-", "-", known?.join(" ") ?? "-"])
  ]);
}
function listJson(hosts, scripts = []) {
  return `${JSON.stringify([...hosts.map(hostEntry), ...scripts.map(scriptEntry)], null, 2)}
`;
}
function hostEntry(host) {
  const { address = null, group = null, tags = [], tasks = [], extraTasks = [] } = "info" in host && host.info || {};
  return { host: host.name, script: null, address, group, tags, tasks, extraTasks, error: problem(host) ?? null };
}
function scriptEntry({ label: label2, script, known = [] }) {
  return { host: label2, script, address: null, group: null, tags: [], tasks: known, extraTasks: [], error: null };
}
function row(host) {
  if (!("info" in host) || host.info === null) return [host.name, "-", "-", "-", problem(host)];
  const { address, group, tags, tasks, extraTasks } = host.info;
  return [host.name, address, group, tags.join(" ") || "-", [.../* @__PURE__ */ new Set([...tasks, ...extraTasks])].join(" ")];
}
function problem(host) {
  if ("error" in host) return `does not evaluate: ${host.error.message}`;
  return host.info === null ? "not deployable: it does not import the lollypops module" : void 0;
}

// src/launch/listing.ts
async function listing({ words, except }, { list, json }, nix2, pool) {
  const isWhole = words.length + except.length === 0;
  const chosen = isWhole ? void 0 : await plan({ words: words.length > 0 ? words : ["all"], except }, nix2, pool);
  const names2 = chosen ? [...chosen.jobs.flatMap(({ host }) => host ?? []), ...chosen.unknown.map(({ job }) => job.target)] : await hostNames(nix2);
  const hosts = chosen?.hosts ? names2.map((name) => chosen.hosts.find((host) => host.name === name)) : await inspect(names2, nix2, pool);
  const scripts = chosen?.jobs.filter(({ host }) => host === void 0);
  return json ? listJson(hosts, scripts) : listText(hosts, scripts) + (list ? "" : `
${HINT}`);
}

// src/launch/outputs.ts
var import_node_fs8 = require("node:fs");

// src/launch/output.ts
var import_node_fs7 = require("node:fs");
var HIGH = 1024 * 1024;
var ERASE = Buffer.from("\r\x1B[K");
var Output = class {
  constructor(fd) {
    this.fd = fd;
  }
  fd;
  #pending = Buffer.allocUnsafeSlow(HIGH);
  #spare = Buffer.allocUnsafeSlow(HIGH);
  #length = 0;
  #busy = false;
  #flushed = [];
  /** Why nothing more can be written. What follows is dropped. */
  broken;
  /** Called when `full` has changed. */
  onChange = () => {
  };
  onBroken = (_error) => {
  };
  /** A line that stays below everything else, on a terminal; empty: none. */
  footer = () => "";
  #hasFooter = false;
  #atLineStart = true;
  /** More than the reader takes: sources have to wait. */
  get full() {
    return this.#length >= HIGH;
  }
  append(bytes2, from = 0, to = bytes2.length) {
    if (this.broken) return;
    this.#erase();
    if (to > from) this.#atLineStart = bytes2[to - 1] === 10;
    this.#put(bytes2, from, to);
  }
  /** Text of which each character is a byte. */
  appendLatin1(text2) {
    if (this.broken) return;
    this.#erase();
    this.#atLineStart = text2.endsWith("\n");
    this.#grow(text2.length, (at) => this.#pending.write(text2, at, "latin1"));
  }
  /** Writes the footer again, as it is now. */
  refresh() {
    if (this.#busy || this.broken) return;
    if (this.#hasFooter) this.#erase();
    else if (this.footer()) this.#begin();
  }
  #erase() {
    if (this.#hasFooter) this.#put(ERASE, 0, ERASE.length);
    this.#hasFooter = false;
  }
  #showFooter() {
    const text2 = this.#atLineStart ? this.footer() : "";
    if (text2 === "") return;
    const bytes2 = Buffer.from(text2);
    this.#hasFooter = true;
    this.#put(bytes2, 0, bytes2.length);
  }
  #put(bytes2, from, to) {
    this.#grow(to - from, (at) => bytes2.copy(this.#pending, at, from, to));
  }
  #grow(count, fill) {
    const length = this.#length + count;
    if (length > this.#pending.length) {
      const larger = Buffer.allocUnsafeSlow(2 * length);
      this.#pending.copy(larger, 0, 0, this.#length);
      this.#pending = larger;
    }
    fill(this.#length);
    const wasFull = this.full;
    this.#length = length;
    if (!this.#busy) this.#begin();
    if (this.full && !wasFull) this.onChange();
  }
  /** Resolves when everything appended so far is written, or cannot be. */
  async flush() {
    if (this.#busy) await new Promise((resolve3) => this.#flushed.push(resolve3));
  }
  #begin() {
    this.#busy = true;
    setImmediate(() => {
      this.#showFooter();
      const wasFull = this.full;
      const [bytes2, length] = [this.#pending, this.#length];
      this.#pending = this.#spare;
      this.#spare = bytes2;
      this.#length = 0;
      this.#write(bytes2, 0, length);
      if (wasFull) this.onChange();
    });
  }
  #write(bytes2, from, to) {
    (0, import_node_fs7.write)(this.fd, bytes2, from, to - from, null, (error, written) => {
      if (error?.code === "EAGAIN") setTimeout(() => this.#write(bytes2, from, to), 5);
      else if (error) this.#break(error);
      else if (from + written < to) this.#write(bytes2, from + written, to);
      else if (this.#length > 0) this.#begin();
      else this.#rest();
    });
  }
  #break(error) {
    this.broken = error;
    this.#length = 0;
    this.#rest();
    this.onChange();
    this.onBroken(error);
  }
  #rest() {
    this.#busy = false;
    for (const resolve3 of this.#flushed.splice(0)) resolve3();
  }
};

// src/launch/outputs.ts
function openOutputs() {
  const out2 = new Output(1);
  const [a, b] = [(0, import_node_fs8.fstatSync)(1, { bigint: true }), (0, import_node_fs8.fstatSync)(2, { bigint: true })];
  return { out: out2, err: a.dev === b.dev && a.ino === b.ino ? out2 : new Output(2) };
}

// src/launch/build.ts
var REMEDY = "add lollypops.nixosModules.default to its modules";
async function build(job, nix2) {
  try {
    return { script: job.script ?? await nix2.build(`deploy-${job.host}`) };
  } catch (error) {
    if (!(error instanceof NixError)) throw error;
    const { message, said, exit } = error;
    if (nix2.groups.ending || await hasModule(job.host, nix2)) return { message, said, exit };
    if (job.optional) return { left: "out" };
    const problem2 = `${job.host} does not have the lollypops module: ${REMEDY}`;
    return { message: problem2, said: Buffer.from(`${problem2}
`), exit };
  }
}
async function hasModule(host, nix2) {
  try {
    return await nix2.evaluate(["launch", "hosts", host]) !== null;
  } catch (error) {
    if (error instanceof NixError) return true;
    throw error;
  }
}

// src/launch/password.ts
var import_node_child_process3 = require("node:child_process");
var import_node_fs9 = require("node:fs");
var import_promises2 = require("node:timers/promises");
function asksPassword(path) {
  return /^# Asks for the password of .* for sudo; without a terminal, reads it from standard input\.$/m.test(
    readHead(path)
  );
}
var Passwords = class {
  constructor(perHost, ask = askTerminal) {
    this.perHost = perHost;
    this.ask = ask;
  }
  perHost;
  ask;
  #known = /* @__PURE__ */ new Map();
  /**
   * What to write to the script's standard input. Everything else waits while a person types.
   * @throws Error when there is nobody to ask
   */
  async for(host) {
    const key = this.perHost ? host : "";
    const known = this.#known.get(key);
    if (known !== void 0) return known;
    const password = this.ask(
      this.perHost ? `Password for sudo on ${host}: ` : "Password for sudo on the hosts that ask for one: "
    );
    this.#known.set(key, password);
    await (0, import_promises2.setImmediate)();
    return password;
  }
};
var PROMPT = 'IFS= read -rsp "$0" password </dev/tty 2>/dev/tty; echo >/dev/tty; printf "%s\\n" "$password"';
function askTerminal(prompt) {
  const { status, stdout } = (0, import_node_child_process3.spawnSync)("bash", ["-c", `{ : </dev/tty; } 2>/dev/null || exit 3; ${PROMPT}`, prompt], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"]
  });
  if (status !== 3) return stdout;
  const [password = ""] = (0, import_node_fs9.readFileSync)(0, "utf8").split("\n");
  if (password === "" || password.includes("\0"))
    throw new Error("it wants a password for sudo, and there is neither a terminal to ask on nor one on standard input");
  return `${password}
`;
}

// src/launch/plan.ts
async function plannedWork({ jobs, unknown: unknown2 }, options, nix2, builds, report) {
  const work = { version: 1, jobs: [], failed: [] };
  const fail2 = (host, error, said) => {
    work.failed.push({ host, error });
    report(host, said);
  };
  const built = await Promise.all(jobs.map((job) => builds.run(() => build(job, nix2))));
  if (nix2.groups.ending) throw new Error("interrupted");
  const waves = new Map(inWaves(jobs, options.waves).flatMap((wave, at) => wave.map((job) => [job, at + 1])));
  for (const [at, job] of jobs.entries()) {
    const result = built[at];
    if ("said" in result) fail2(job.label, result.message, result.said);
    if (!("script" in result)) continue;
    assertTasks([{ ...job, known: tasksOfScript(result.script) }]);
    work.jobs.push(planned(job, waves.get(job), result.script, flagsOf(options)));
  }
  for (const { job, lastLines: lastLines2 } of unknown2) fail2(job.label, String(lastLines2[0]), lastLines2[0]);
  return work;
}
function planned({ label: label2, target, tasks }, wave, script, flags) {
  const words = [...flags, ...tasks];
  return {
    host: label2,
    wave,
    target,
    tasks,
    script,
    arguments: words,
    command: [script, ...words].map(quote).join(" "),
    asksPassword: asksPassword(script)
  };
}

// src/launch/session.ts
var import_node_tty2 = require("node:tty");

// src/launch/block.ts
var import_node_fs10 = require("node:fs");

// src/launch/show.ts
var import_node_string_decoder = require("node:string_decoder");

// src/launch/label.ts
var COLOURS2 = [31, 32, 33, 34, 35, 36, 91, 92, 93, 94, 95, 96];
var NARROW = 80;
function label(host, task, coloured, width = 0) {
  const text2 = `[${task === void 0 ? host : `${host}:${task}`}]`;
  const space = " ".repeat(Math.max(1, width - [...text2].length));
  return coloured ? `\x1B[${colourOf(host)}m${text2}\x1B[0m${space}` : text2 + space;
}
function labelled(prefix, bytes2, from, to) {
  const before = Buffer.from(prefix).toString("latin1");
  const text2 = bytes2.toString("latin1", from, to);
  return before + text2.slice(0, -1).replaceAll("\n", `
${before.replaceAll("$", "$$$$")}`) + text2.slice(-1);
}
function tasksInLabel({ host, known, tasks }) {
  if (known !== void 0 || host === void 0) return known ?? [];
  const named2 = tasks.length > 0 ? tasks : ["rebuild"];
  return named2.map((task) => task === "rebuild" ? "activate-system" : task);
}
function labelWidth(hosts, tasks, columns) {
  const longest = (words) => Math.max(0, ...words.map((word) => [...word].length));
  const width = longest(hosts) + (tasks.length > 0 ? longest(tasks) + 1 : 0) + 3;
  return columns >= NARROW && width <= columns / 2 ? width : 0;
}
function wantsColour(isTerminal, env, choice = "auto") {
  if (choice !== "auto") return choice === "always";
  return isTerminal && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}
function colourOf(host) {
  let sum = 0;
  for (const byte of Buffer.from(host)) sum = (sum * 31 + byte) % 65521;
  return COLOURS2[sum % COLOURS2.length];
}

// src/launch/show.ts
var CR = 13;
function showOn(screen, look) {
  if (look.json) return jsonLines(screen);
  if (look.output === "group" || look.output === "quiet") return () => {
  };
  const before = look.output === "interleaved" ? () => "" : labels(look);
  const timed = look.timestamps ? (source) => `${clock()} ${before(source)}` : before;
  const show = (source, bytes2, from, to, first, last) => screen.print(source, first ? timed(source) : void 0, bytes2, from, to, last);
  if (!look.terminal) return show;
  const showLine = lineByLine(
    (source, bytes2, from, to, first, last) => show(source, bytes2, first && last ? lastOverwritten(bytes2, from, to) : from, to, first, last)
  );
  return (source, bytes2, from, to, first, last) => (bytes2.subarray(from, to).includes(CR) ? showLine : show)(source, bytes2, from, to, first, last);
}
function jsonLines(screen) {
  const decoders = /* @__PURE__ */ new WeakMap();
  return lineByLine((source, bytes2, from, to, first, last) => {
    if (first) decoders.set(source, new import_node_string_decoder.StringDecoder());
    const decoder = decoders.get(source);
    const text2 = decoder.write(bytes2.subarray(from, last ? to - 1 : to)) + (last ? decoder.end() : "");
    screen.out.append(jsonLine(source, text2, last));
  });
}
function lineByLine(show) {
  return (source, bytes2, from, to, first, last) => {
    if (!first || !last) return show(source, bytes2, from, to, first, last);
    for (let end2; from < to; from = end2) {
      end2 = bytes2.indexOf(10, from) + 1;
      show(source, bytes2, from, end2, true, true);
    }
  };
}
function clock(now = /* @__PURE__ */ new Date()) {
  return now.toTimeString().slice(0, 8);
}
function lastOverwritten(bytes2, from, to) {
  let end2 = to;
  while (end2 > from && (bytes2[end2 - 1] === 10 || bytes2[end2 - 1] === CR)) end2--;
  return end2 === from ? from : Math.max(from, bytes2.subarray(from, end2).lastIndexOf(CR) + from + 1);
}
function labels({ coloured, width }) {
  const made = /* @__PURE__ */ new WeakMap();
  return (source) => {
    const { name, task } = source;
    const known = made.get(source);
    if (known !== void 0 && known.task === task) return known.text;
    const text2 = label(name, task, coloured, width);
    made.set(source, { task, text: text2 });
    return text2;
  };
}

// src/launch/summary.ts
function summary(results, { options, logs, env }) {
  const rows = results.map(({ job, outcome, task, exit, seconds, tasks = [] }) => [
    job.label,
    outcome,
    outcome !== "done" && task || "-",
    exit,
    seconds > 0 ? duration2(seconds) : "-",
    times(tasks)
  ]);
  const failed = results.filter(({ outcome }) => outcome === "failed" || outcome === "unknown");
  return Buffer.concat([
    Buffer.from(
      `
${table([["HOST", "RESULT", "TASK", "EXIT", "TIME", rows.some((row2) => row2.at(-1)) ? "TASKS" : ""], ...rows])}`
    ),
    ...failed.flatMap(lastLines),
    Buffer.from(byHand(failed, flagsOf(options), env)),
    Buffer.from(prefixed("again", again(results, options, env))),
    Buffer.from(failed.length > 0 ? prefixed("whole output", logs && quote(logs)) : "")
  ]);
}
function lastLines({ job, lastLines: lines }) {
  if (lines.length === 0) return [Buffer.from(`
${job.label} printed nothing
`)];
  const indented = lines.map(
    (line) => Buffer.concat([Buffer.from("  "), line.subarray(lastOverwritten(line, 0, line.length)), Buffer.from("\n")])
  );
  return [Buffer.from(`
${job.label}, last lines:
`), ...indented];
}
function byHand(failed, flags, env) {
  const commands = failed.flatMap(
    ({ job, script, task }) => script === void 0 ? [] : [command([script, ...flags, ...task === void 0 ? job.tasks : [task]], env)]
  );
  return commands.length === 0 ? "" : `
by hand, where ssh can ask about keys:
${commands.map((line) => `  ${line}
`).join("")}`;
}
function prefixed(name, text2) {
  return text2 === void 0 ? "" : `
${name}: ${text2}
`;
}
function times(tasks) {
  return tasks.map(({ task, seconds }) => `${task} ${duration2(seconds)}`).join(", ");
}
function exitCode(results) {
  return results.every(({ outcome }) => outcome === "done" || outcome === "skipped") ? 0 : 1;
}
function duration2(seconds) {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

// src/launch/block.ts
var SIZE = 64 * 1024;
async function printBlock(source, { outcome, exit, seconds, log }) {
  const { out: out2 } = source.screen;
  out2.append(Buffer.from(`=== ${source.name}: ${outcome}, ${exit}, ${duration2(seconds)}
`));
  if (log === void 0) return;
  const bytes2 = Buffer.allocUnsafe(SIZE);
  const file = (0, import_node_fs10.openSync)(log, "r");
  try {
    let last = 10;
    for (let length = (0, import_node_fs10.readSync)(file, bytes2); length > 0; length = (0, import_node_fs10.readSync)(file, bytes2)) {
      out2.append(bytes2, 0, length);
      last = bytes2[length - 1];
      await source.screen.turn(source);
    }
    if (last !== 10) out2.append(Buffer.from("\n"));
  } finally {
    (0, import_node_fs10.closeSync)(file);
  }
}

// src/launch/exit-code.ts
var import_node_os3 = require("node:os");
var SIGNALS2 = new Map(Object.entries(import_node_os3.constants.signals).map(([name, number]) => [number, name]));
function exitText(code) {
  const signal = SIGNALS2.get(code - 128);
  return signal === void 0 ? String(code) : `${code} (${signal})`;
}

// src/launch/reader.ts
var import_node_fs11 = require("node:fs");
var import_node_net = require("node:net");
var BUFFER = Buffer.allocUnsafeSlow(64 * 1024);
var FULLEST_PIPE = 1024 * 1024;
var Reader = class {
  constructor(fd, take) {
    this.fd = fd;
    this.take = take;
    const callback = (length) => {
      take(BUFFER.subarray(0, length));
      return true;
    };
    this.#socket = new import_node_net.Socket({ fd, readable: true, writable: false, onread: { buffer: BUFFER, callback } });
    this.#socket.on("error", () => this.#socket.destroy());
  }
  fd;
  take;
  #socket;
  valve = (go) => {
    if (go) this.#socket.resume();
    else this.#socket.pause();
  };
  /**
   * Takes what the pipe holds now, and closes it, also when somebody in the background still has it open.
   * Resolves to whether nobody has.
   */
  async drain(turn) {
    let length = FULLEST_PIPE;
    for (let left = FULLEST_PIPE; left > 0; left -= length) {
      await turn();
      length = this.#socket.destroyed ? 0 : readNow(this.fd);
      if (!length) break;
      this.take(BUFFER.subarray(0, length));
    }
    this.#socket.destroy();
    return length === 0;
  }
};
function readNow(fd) {
  try {
    return (0, import_node_fs11.readSync)(fd, BUFFER);
  } catch {
    return void 0;
  }
}

// src/launch/run.ts
async function run(path, args, source, means, input) {
  const { shells: shells2, groups } = means;
  const shell = shells2.take();
  const release = groups.expect();
  let reader;
  let group;
  let stopped;
  let timer;
  let isFree = false;
  try {
    const code = await shell.run({ path, args, input }, (pid, output) => {
      groups.add(group = pid);
      release();
      reader = new Reader(output, (chunk) => source.take(chunk));
      source.screen.add(source, reader.valve);
      if (means.timeout !== void 0) timer = setTimeout(() => stopped = groups.stop(pid), 1e3 * means.timeout);
    });
    return { code, timedOut: stopped !== void 0 };
  } finally {
    clearTimeout(timer);
    release();
    if (group !== void 0 && shell.isGone) stopped ??= groups.stop(group);
    await stopped;
    if (group !== void 0) groups.orphan(group);
    if (reader !== void 0) isFree = await reader.drain(() => source.screen.turn(source));
    shells2.giveBack(shell, isFree);
    await source.say(Buffer.alloc(0));
    source.screen.remove(source);
  }
}

// src/launch/deploy.ts
var NOT_STARTED = { outcome: "not started", exit: "-" };
var FAILED = { outcome: "failed", exit: "-" };
var CANNOT_START = Buffer.from(
  "it cannot be started: what its first line names after #! has to be there, and to be a program for this machine\n"
);
var SKIPPED = { outcome: "skipped", exit: "-" };
async function deploy(job, source, engine) {
  let began = performance.now();
  const step = (pool, work) => pool.run(async () => {
    if (engine.stopping()) return NOT_STARTED;
    began = performance.now();
    engine.active.add(source);
    return work().finally(() => engine.active.delete(source));
  });
  const script = job.script ?? await step(engine.builds, () => buildFor(source, job, engine.nix));
  const ending = typeof script !== "string" ? script : await step(engine.runs, () => runScript(script, job, source, engine)).catch(async (error) => {
    await source.say(Buffer.from(`${script} cannot be run to its end: ${error.message}
`));
    return FAILED;
  });
  const outcome = ending.outcome === "failed" && engine.means.groups.ending ? "interrupted" : ending.outcome;
  const seconds = outcome === "not started" ? 0 : (performance.now() - began) / 1e3;
  source.log?.close();
  return {
    job,
    outcome,
    seconds,
    exit: ending.exit,
    code: ending.code,
    task: source.task,
    tasks: source.times,
    lastLines: source.lastLines,
    script: typeof script === "string" ? script : void 0,
    log: source.log?.path
  };
}
async function buildFor(source, job, nix2) {
  source.task = "build";
  const built = await build(job, nix2);
  if ("script" in built) return built.script;
  if ("left" in built) {
    source.task = void 0;
    return SKIPPED;
  }
  await source.say(built.said);
  return { outcome: "failed", exit: built.exit };
}
async function runScript(script, job, source, { flags, means, passwords, stopping, onStart }) {
  source.task = job.tasks.length === 1 ? job.tasks[0] : void 0;
  const tasks = job.known ?? tasksOfScript(script) ?? (job.tasks.length > 0 ? job.tasks : void 0);
  source.tasks = tasks && new Set(tasks);
  const input = !flags.includes("--dry-run") && asksPassword(script) ? await passwords.for(source.name) : void 0;
  if (stopping()) return NOT_STARTED;
  onStart(source, script);
  const { code, timedOut } = await run(script, [...flags, ...job.tasks], source, means, input);
  if (code > 125 && source.lastLines.length === 1 && String(source.lastLines[0]).startsWith(`launch: line 1: ${script}: `))
    await source.say(CANNOT_START);
  if (timedOut) await source.say(Buffer.from(`ended after ${means.timeout} seconds, as --timeout says
`));
  return { outcome: code === 0 && !timedOut ? "done" : "failed", exit: timedOut ? "timeout" : exitText(code), code };
}

// src/launch/logs.ts
var import_node_fs12 = require("node:fs");
var import_node_os4 = require("node:os");
var import_node_path4 = require("node:path");
var KEPT_RUNS = 20;
var RUN = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}-(\d+)$/;
function logBase(chosen, env) {
  if (chosen !== void 0) return chosen;
  const state = env["XDG_STATE_HOME"];
  return (0, import_node_path4.join)(state?.startsWith("/") ? state : (0, import_node_path4.join)(env["HOME"] || (0, import_node_os4.homedir)(), ".local/state"), "lollypops", "launch");
}
var Log = class {
  /** @throws Error when there can be no such file */
  constructor(path, onBroken) {
    this.path = path;
    this.onBroken = onBroken;
    this.#fd = (0, import_node_fs12.openSync)(path, "wx", 384);
  }
  path;
  onBroken;
  #fd;
  write(chunk) {
    if (this.#fd === void 0) return;
    try {
      for (let from = 0; from < chunk.length; ) from += (0, import_node_fs12.writeSync)(this.#fd, chunk, from);
    } catch (error) {
      this.close();
      this.onBroken(error);
    }
  }
  close() {
    if (this.#fd !== void 0) (0, import_node_fs12.closeSync)(this.#fd);
    this.#fd = void 0;
  }
};
var Logs = class {
  folder;
  #names = /* @__PURE__ */ new Set();
  /** @throws Error when the folder cannot be made */
  constructor(base, now = /* @__PURE__ */ new Date()) {
    this.folder = (0, import_node_path4.join)(base, `${now.toISOString().slice(0, -1).replaceAll(":", "-")}-${process.pid}`);
    (0, import_node_fs12.mkdirSync)(this.folder, { recursive: true, mode: 448 });
    forget(base);
  }
  open(host, onBroken) {
    try {
      return new Log((0, import_node_path4.join)(this.folder, this.#name(host)), onBroken);
    } catch (error) {
      onBroken(error);
      return void 0;
    }
  }
  #name(host) {
    const plain = host.replace(/[/\p{Cc}]/gu, "_").slice(0, 60).replace(/^\./, "_");
    for (let n = 1; ; n++) {
      const name = n === 1 ? `${plain}.log` : `${plain}-${n}.log`;
      if (!this.#names.has(name)) return this.#names.add(name), name;
    }
  }
};
function forget(base) {
  const runs = (0, import_node_fs12.readdirSync)(base).filter((name) => RUN.test(name)).sort();
  const old = runs.slice(0, -KEPT_RUNS).filter((name) => !isThere(Number(RUN.exec(name)[1])));
  const next = () => {
    const name = old.shift();
    if (name !== void 0) (0, import_node_fs12.rm)((0, import_node_path4.join)(base, name), { recursive: true, force: true }, next);
  };
  next();
}

// src/launch/keeping.ts
var Keeping = class {
  /**
   * @param spare a folder that goes with this run: what is shown when a host is done is kept there until then
   * @throws UsageError when the folder that was asked for cannot be had
   */
  constructor({ logDir, output }, spare, say2) {
    this.say = say2;
    try {
      this.#logs = new Logs(logBase(logDir, process.env));
      this.folder = this.#logs.folder;
    } catch (error) {
      if (logDir !== void 0)
        throw new UsageError(`--log-dir ${quote(logDir)} cannot be used: ${error.message}`);
      say2(`output is not kept: ${error.message}; --log-dir DIR names another folder`);
      if (output === "group" || output === "quiet") this.#logs = new Logs(spare);
    }
  }
  say;
  #logs;
  /** The folder in which it stays; undefined where it does not. */
  folder;
  #failed = false;
  open(host) {
    return this.#logs?.open(host, (error) => {
      if (!this.#failed) this.say(`output of some hosts is not kept whole: ${error.message}`);
      this.#failed = true;
    });
  }
  /** The result as it is to be told: without a log that will be gone. */
  told(result) {
    return this.folder === void 0 ? { ...result, log: void 0 } : result;
  }
};

// src/launch/progress.ts
var import_node_fs13 = require("node:fs");
var import_node_tty = require("node:tty");

// src/launch/status.ts
function statusLine({ running, waiting, done, failed }, seconds, where, width) {
  const counts = [
    `${running} running`,
    `${waiting} waiting`,
    `${done} done`,
    `${failed} failed`,
    elapsed(seconds)
  ].join(", ");
  const line = where.length === 0 ? counts : `${counts} | ${where.join(", ")}`;
  const characters = [...line];
  return characters.length <= width ? line : `${characters.slice(0, Math.max(0, width - 1)).join("")}\u2026`;
}
function elapsed(seconds) {
  const whole = Math.floor(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

// src/launch/progress.ts
var EVERY_MS = 200;
var USUAL_COLUMNS = 80;
function terminalOf(fd) {
  if (!(0, import_node_tty.isatty)(fd) || process.env["TERM"] === "dumb") return void 0;
  const terminal = new import_node_tty.WriteStream(fd);
  terminal.unref();
  return terminal;
}
function columnsOf(terminal) {
  return terminal?.columns || USUAL_COLUMNS;
}
function statusOutput(out2, err2) {
  if ((0, import_node_tty.isatty)(out2.fd)) return out2;
  return (0, import_node_fs13.fstatSync)(out2.fd).isFile() && (0, import_node_tty.isatty)(err2.fd) ? err2 : void 0;
}
var Progress = class {
  constructor(out2, terminal, now) {
    this.out = out2;
    this.terminal = terminal;
    this.now = now;
    out2.footer = () => {
      const { counts, where } = this.now();
      return statusLine(counts, (performance.now() - this.#began) / 1e3, where, columnsOf(terminal) - 1);
    };
    this.#timer = setInterval(() => out2.refresh(), EVERY_MS);
  }
  out;
  terminal;
  now;
  #timer;
  #began = performance.now();
  close() {
    clearInterval(this.#timer);
    this.out.footer = () => "";
    this.out.refresh();
  }
};

// src/launch/screen.ts
var STALLED_MS = 1e3;
var LONGEST = 64 * 1024 * 1024;
var HELD_BY_ALL = 32 * 1024 * 1024;
var Screen = class {
  constructor(out2, sources) {
    this.out = out2;
    this.lineLimit = Math.min(1024 * 1024, Math.floor(HELD_BY_ALL / Math.max(1, sources)));
    out2.onChange = () => this.#update();
  }
  out;
  #sources = /* @__PURE__ */ new Map();
  #waiting = [];
  #owner;
  #owned = 0;
  #moved = false;
  #timer;
  /** Bytes of a line that a source may keep. */
  lineLimit;
  /** `valve` is told when the source has to wait, and when it may go on. */
  add(source, valve) {
    this.#sources.set(source, valve);
    valve(this.#isFree(source));
  }
  remove(source) {
    this.#sources.delete(source);
  }
  /** Resolves when the source may print. */
  async turn(source) {
    while (!this.#isFree(source)) await new Promise((resolve3) => this.#waiting.push(resolve3));
  }
  /** @param label undefined where a line goes on */
  print(source, label2, bytes2, from, to, last) {
    if (label2) this.out.appendLatin1(labelled(label2, bytes2, from, to));
    else this.out.append(bytes2, from, to);
    if (last && this.#owner === source) this.#own(void 0);
    else if (!last && label2 !== void 0) this.#own(source);
    else if (!last) this.#grow(to - from);
  }
  /** Ends a line that is still going on, so that somebody else can print at once. */
  cut() {
    this.#owner?.end();
  }
  #grow(bytes2) {
    this.#moved = true;
    this.#owned += bytes2;
    if (this.#owned > LONGEST && this.#othersWait) this.cut();
  }
  #own(source) {
    clearInterval(this.#timer);
    this.#owner = source;
    this.#owned = 0;
    if (source) this.#timer = setInterval(() => this.#cutStalled(), STALLED_MS);
    this.#update();
  }
  #cutStalled() {
    if (!this.#moved && !this.out.full && this.#othersWait) this.cut();
    this.#moved = false;
  }
  get #othersWait() {
    return this.#sources.size > 1 || this.#waiting.length > 0;
  }
  #isFree(source) {
    return !this.out.full && (this.#owner === void 0 || this.#owner === source);
  }
  #update() {
    this.#moved = true;
    for (const [source, valve] of this.#sources) valve(this.#isFree(source));
    for (const resolve3 of this.#waiting.splice(0)) resolve3();
  }
};

// src/launch/lines.ts
var NEWLINE = Buffer.from("\n");
var KEPT = 64 * 1024;
var Lines = class {
  constructor(limit, piece) {
    this.limit = limit;
    this.piece = piece;
  }
  limit;
  piece;
  #held = Buffer.alloc(0);
  #length = 0;
  #open = false;
  take(chunk) {
    const first = chunk.indexOf(10) + 1;
    const last = first > 0 ? chunk.lastIndexOf(10) + 1 : 0;
    if (first > 0) this.#pass(chunk, 0, first, true);
    if (last > first) this.#pass(chunk, first, last, true);
    if (last < chunk.length) this.#keep(chunk, last);
  }
  /** Ends a line that has no newline yet by one. */
  end() {
    if (this.#open || this.#length > 0) this.#pass(NEWLINE, 0, 1, true);
  }
  #pass(bytes2, from, to, last) {
    if (this.#length > 0) {
      this.#hold(bytes2, from, to);
      const { length } = this.#clear();
      this.#emit(this.#held, 0, length, last);
      if (this.#held.length > KEPT) this.#held = Buffer.alloc(0);
    } else {
      this.#emit(bytes2, from, to, last);
    }
  }
  #emit(bytes2, from, to, last) {
    const first = !this.#open;
    this.#open = !last;
    this.piece(bytes2, from, to, first, last);
  }
  #keep(chunk, from) {
    const size = this.#length + chunk.length - from;
    if (this.#open || size > this.limit) this.#pass(chunk, from, chunk.length, false);
    else this.#hold(chunk, from, chunk.length);
  }
  #hold(bytes2, from, to) {
    const length = this.#length + to - from;
    if (length > this.#held.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(256, 2 * length));
      this.#held.copy(larger, 0, 0, this.#length);
      this.#held = larger;
    }
    bytes2.copy(this.#held, this.#length, from, to);
    this.#length = length;
  }
  #clear() {
    const length = this.#length;
    this.#length = 0;
    return { length };
  }
};

// src/launch/tail.ts
var BYTES2 = 4096;
var LINES = 10;
var Tail = class {
  #bytes = Buffer.alloc(0);
  #cut = false;
  take(chunk) {
    const all = chunk.length >= BYTES2 ? chunk : Buffer.concat([this.#bytes, chunk]);
    this.#cut ||= this.#bytes.length + chunk.length > BYTES2;
    this.#bytes = Buffer.from(all.subarray(-BYTES2));
  }
  lines() {
    const lines = [];
    let to = this.#bytes.length;
    if (this.#bytes[to - 1] === 10) to--;
    while (to >= 0 && lines.length < LINES && this.#bytes.length > 0) {
      const from = to === 0 ? 0 : this.#bytes.lastIndexOf(10, to - 1) + 1;
      if (from === 0 && this.#cut && lines.length > 0) break;
      lines.unshift(this.#bytes.subarray(from, to));
      to = from - 1;
    }
    return lines;
  }
};

// src/launch/source.ts
var LONGEST2 = 200;
var TASK = Buffer.from("==> ");
var NEXT_TASK = Buffer.from("\n==> ");
var Source = class {
  constructor(screen, name, show, on = {}) {
    this.screen = screen;
    this.name = name;
    this.show = show;
    this.on = on;
    this.#lines = new Lines(screen.lineLimit, (bytes2, from, to, first, last) => {
      const start = first && last ? this.#notice(bytes2, from, to) : from;
      show(this, bytes2, start, to, first, last);
    });
  }
  screen;
  name;
  show;
  on;
  #task;
  #since = 0;
  #silent = true;
  #times = /* @__PURE__ */ new Map();
  /** The words that `==>` begins a task with; undefined: any. */
  tasks;
  /** Undefined while it has said nothing. */
  log;
  #lines;
  #tail = new Tail();
  get task() {
    return this.#task;
  }
  set task(task) {
    if (task === this.#task) return;
    this.#clock();
    this.#task = task;
    if (task !== void 0) this.on.onTask?.(task);
  }
  /** How long it has been in each task up to now, in seconds. */
  get times() {
    this.#clock();
    return [...this.#times].map(([task, ms]) => ({ task, seconds: ms / 1e3 }));
  }
  get lastLines() {
    return this.#tail.lines();
  }
  take(chunk) {
    if (this.#silent) this.log = this.on.openLog?.();
    this.#silent = false;
    this.log?.write(chunk);
    this.#tail.take(chunk);
    this.#lines.take(chunk);
  }
  /** Gives a line that is not ended yet its newline. */
  end() {
    this.#lines.end();
  }
  /** All of `text`, and the end of its last line, as soon as the screen is free for it. */
  async say(text2) {
    await this.screen.turn(this);
    if (text2.length > 0) this.take(text2);
    this.end();
  }
  #clock() {
    const now = performance.now();
    if (this.#task !== void 0) this.#times.set(this.#task, (this.#times.get(this.#task) ?? 0) + now - this.#since);
    this.#since = now;
  }
  /** A script says `==> TASK` where a task begins: shows the lines before the last of these, and returns where that is. */
  #notice(bytes2, from, to) {
    const lines = bytes2.subarray(from, to);
    let shown = from;
    for (const at of taskLines(lines)) {
      const [, task] = /^==> ([^\s\p{Cc}]+)\r?\n/u.exec(lines.toString("utf8", at, at + LONGEST2)) ?? [];
      if (task === void 0 || this.tasks?.has(task) === false) continue;
      if (from + at > shown) this.show(this, bytes2, shown, from + at, true, true);
      this.task = task;
      shown = from + at;
    }
    return shown;
  }
};
function* taskLines(lines) {
  if (lines.subarray(0, TASK.length).equals(TASK)) yield 0;
  for (let at = lines.indexOf(NEXT_TASK); at >= 0; at = lines.indexOf(NEXT_TASK, at + 1)) yield at + 1;
}

// src/launch/session.ts
var Session = class {
  constructor(plan2, options, shells2, out2, err2, say2) {
    this.plan = plan2;
    this.options = options;
    this.shells = shells2;
    this.out = out2;
    const names2 = plan2.jobs.map(({ label: label2 }) => label2);
    const terminal = terminalOf(out2.fd);
    this.#screen = new Screen(out2, names2.length);
    this.#show = showOn(this.#screen, {
      ...options,
      coloured: wantsColour((0, import_node_tty2.isatty)(out2.fd), process.env, options.color),
      terminal: terminal !== void 0,
      width: terminal === void 0 ? 0 : labelWidth(names2, plan2.jobs.flatMap(tasksInLabel), columnsOf(terminal))
    });
    this.#keeping = new Keeping(options, shells2.folder, say2);
    const below = options.json ? void 0 : statusOutput(out2, err2);
    const line = below === out2 ? terminal : below && terminalOf(below.fd);
    if (below && line) this.#progress = new Progress(below, line, () => this.#now);
  }
  plan;
  options;
  shells;
  out;
  #active = /* @__PURE__ */ new Set();
  #screen;
  #results = [];
  #show;
  #progress;
  #keeping;
  #block = Promise.resolve();
  /** `ahorn (rebuild), porree (check)` */
  get where() {
    const all = [...this.#active].map(({ name, task }) => task === void 0 ? name : `${name} (${task})`);
    return all.slice(0, 10).join(", ") + (all.length > 10 ? ` and ${all.length - 10} more` : "");
  }
  /** The folder with the whole output of each host, where it is kept. */
  get logFolder() {
    return this.#keeping.folder;
  }
  /** So that a message of launch begins a line of its own. */
  breakLine() {
    this.#screen.cut();
  }
  /** Ends when all jobs have; never fails. */
  async run(nix2, builds, interrupt2) {
    const { options, plan: plan2 } = this;
    const engine = {
      nix: nix2,
      builds,
      means: { groups: interrupt2.groups, shells: this.shells, timeout: options.timeout },
      runs: new Pool(options.jobs),
      flags: flagsOf(options),
      passwords: new Passwords(options.askSudoPassword),
      active: this.#active,
      stopping: () => interrupt2.reason !== void 0 || this.#failures > options.maxFailures,
      onStart: ({ name }, script) => this.#tell({ event: "started", host: name, script })
    };
    this.#tell({
      event: "run",
      hosts: plan2.jobs.map(({ label: label2 }) => label2),
      jobs: shownJobs(options.jobs),
      logs: this.logFolder ?? null
    });
    await this.#settleQuestions(engine.passwords);
    for (const wave of inWaves(plan2.jobs, options.waves)) {
      await Promise.all(wave.map(async (job) => this.#note(await this.#deploy(job, engine), interrupt2)));
    }
    await this.#block;
    this.#progress?.close();
    const order = new Map(plan2.jobs.map((job, at) => [job, at]));
    return [...this.#results.sort((a, b) => order.get(a.job) - order.get(b.job)), ...plan2.unknown];
  }
  close() {
    this.#progress?.close();
  }
  /** Whoever is known to ask is asked for now, before anything runs. */
  async #settleQuestions(passwords) {
    if (this.options.dryRun) return;
    for (const { script, label: label2 } of this.plan.jobs) {
      if (script !== void 0 && asksPassword(script)) await passwords.for(label2).catch(() => {
      });
    }
  }
  async #deploy(job, engine) {
    const source = new Source(this.#screen, job.label, this.#show, {
      onTask: (task) => this.#tell({ event: "task", host: job.label, task }),
      openLog: () => this.#keeping.open(job.label)
    });
    const result = await deploy(job, source, engine);
    if (this.#prints(result)) this.#block = this.#block.then(() => printBlock(source, result));
    return result;
  }
  #prints({ outcome }) {
    const { output, json } = this.options;
    return !json && (output === "group" || output === "quiet" && (outcome === "failed" || outcome === "interrupted")) && outcome !== "not started";
  }
  #note(result, interrupt2) {
    this.#results.push(result);
    this.#tell(endedEvent(this.#keeping.told(result)));
    if (result.outcome === "failed" && this.options.failFast)
      interrupt2.begin(`${result.job.label} failed, and --fail-fast is set`, 1);
  }
  get #failures() {
    return this.#results.filter(({ outcome }) => outcome === "failed").length;
  }
  get #now() {
    const done = this.#results.filter(({ outcome }) => outcome === "done" || outcome === "skipped").length;
    const running = this.#active.size;
    const counts = {
      running,
      done,
      failed: this.#results.length - done,
      waiting: this.plan.jobs.length - this.#results.length - running
    };
    return { counts, where: [...this.#active].map(({ name, task }) => task === void 0 ? name : `${name} ${task}`) };
  }
  #tell(event) {
    if (this.options.json) this.out.append(eventLine(event));
  }
};

// src/launch/shells.ts
var import_node_fs14 = require("node:fs");
var import_node_os5 = require("node:os");
var import_node_path5 = require("node:path");
var Shells = class {
  /** Only we can enter it, and it goes when they are closed. */
  folder = makeFolder();
  #all = /* @__PURE__ */ new Set();
  #idle = [];
  #made = 0;
  /** Starts some that will be needed soon. */
  warm(count) {
    while (this.#idle.length < count) this.#idle.push(this.#open());
  }
  take() {
    for (; ; ) {
      const shell = this.#idle.pop();
      if (shell === void 0) return this.#open();
      if (!shell.isGone) return shell;
      this.#all.delete(shell);
    }
  }
  /** @param isFree whether nobody holds its pipe any more, so that the next script can have it */
  giveBack(shell, isFree) {
    if (isFree && !shell.isGone) return void this.#idle.push(shell);
    this.#all.delete(shell);
    void shell.close();
  }
  /** At once; resolves when all are gone. */
  async close() {
    const over = [...this.#all].map((shell) => shell.close());
    this.#remove();
    await Promise.all(over);
    this.#remove();
  }
  /** A mkfifo that is being killed can put a pipe there meanwhile. */
  #remove() {
    try {
      (0, import_node_fs14.rmSync)(this.folder, { recursive: true, force: true });
    } catch {
    }
  }
  #open() {
    const shell = new Shell((0, import_node_path5.join)(this.folder, String(this.#made++)));
    this.#all.add(shell);
    return shell;
  }
};
function makeFolder() {
  try {
    return (0, import_node_fs14.mkdtempSync)((0, import_node_path5.join)((0, import_node_os5.tmpdir)(), "launch-"));
  } catch (error) {
    throw new Error(
      `no folder for pipes to the scripts can be made: ${error.message}; TMPDIR names another place`
    );
  }
}

// src/launch/stdin.ts
var import_consumers = require("node:stream/consumers");
async function withInput(words, read2 = () => (0, import_consumers.text)(process.stdin)) {
  if (!words.includes("-")) return [...words];
  const input = (await read2()).split(/[\s\0]+/).filter(Boolean);
  if (input.length === 0) throw new UsageError("- takes targets from standard input, and there are none");
  return words.flatMap((word) => word === "-" ? input : [word]);
}

// src/launch.ts
var STUCK_MS = 5e3;
var WARM = 2;
var { out, err } = openOutputs();
var terminals = [0, 1, 2].filter((fd) => (0, import_node_tty3.isatty)(fd));
var session;
var nix;
var shells;
var interrupt = new Interrupt(new Groups(), (reason) => {
  const where = session?.where;
  say(where ? `${reason}: ending ${where}; a second Ctrl-C ends without patience` : `${reason}: stopped`);
});
for (const signal of SIGNALS) process.on(signal, () => interrupt.signal(signal));
void interrupt.over.then((survivors) => {
  void shells?.close();
  if (survivors.length > 0) say(`could not be ended, see to them by hand: process groups ${survivors.join(", ")}`);
  setTimeout(die, STUCK_MS).unref();
});
process.on("uncaughtException", (error) => interrupt.begin(`internal error, please report it: ${error.stack}`));
process.exitCode = 1;
void main(process.argv.slice(2)).catch(explain).then(end);
async function end(code) {
  await out.flush();
  if (interrupt.reason !== void 0) await interrupt.over;
  await err.flush();
  await shells?.close();
  close();
  if (!terminals.every((fd) => (0, import_node_tty3.isatty)(fd))) die();
  process.exit(interrupt.exit ?? code);
}
async function main(argv) {
  const options = parseOptions(argv);
  if (options.help) return print(HELP);
  if (options.version) return print(`${"0.1.0"}
`);
  nix = new Nix(whereFrom(options.flake, process.env), interrupt.groups, options.nixWords);
  const builds = buildPool(options.evalJobs);
  const interrupted = interrupt.over.then(() => {
    throw new Error("interrupted");
  });
  const choice = { words: await Promise.race([withInput(options.words), interrupted]), except: options.except };
  if (options.plan && choice.words.length === 0) throw new UsageError("--plan takes targets, such as all");
  if (options.list || choice.words.length === 0) return print(await listing(choice, options, nix, builds));
  assertAction(process.env);
  if (options.plan) return printPlan(await plan(choice, nix, builds), options, nix, builds);
  shells = new Shells();
  shells.warm(Math.min(choice.words.length, options.jobs, WARM));
  return deployAll(await plan(choice, nix, builds), options, nix, builds, shells);
}
async function printPlan(todo, options, nix2, builds) {
  const work = await plannedWork(
    todo,
    options,
    nix2,
    builds,
    (host, said) => say(`${host} is not in the plan: ${String(said).trimEnd()}`)
  );
  print(`${JSON.stringify(work, null, 2)}
`);
  return work.failed.length > 0 ? 1 : 0;
}
async function deployAll(todo, options, nix2, builds, shells2) {
  assertOneRemote(todo.jobs, process.env);
  session = new Session(todo, options, shells2, out, err, say);
  const began = performance.now();
  out.onBroken = (error) => interrupt.begin(`standard output is gone (${error.code})`);
  const results = await session.run(nix2, builds, interrupt);
  await out.flush();
  const code = interrupt.exit ?? exitCode(results);
  const seconds = round((performance.now() - began) / 1e3);
  if (options.json)
    out.append(eventLine({ event: "done", code, seconds, again: again(results, options, process.env) ?? null }));
  err.append(summary(results, { options, logs: session.logFolder, env: process.env }));
  return code;
}
function explain(error) {
  if (interrupt.exit !== void 0) return interrupt.exit;
  if (session !== void 0) interrupt.begin(`internal error, please report it: ${error.stack}`);
  else if (error instanceof NixError) {
    err.append(error.said);
    say(`Nix cannot list the hosts; ${remedy(error)}: ${error.message}`);
  } else say(error.message);
  return error instanceof NixError || error instanceof UsageError ? 2 : 1;
}
function remedy({ message }) {
  return /does not provide attribute|attribute '[^']*launch/.test(message) ? "add lollypops.lib.deployPackages { flake = self; inherit pkgs; } to the packages of its flake" : "run launch in a flake, or give --flake REF";
}
function print(text2) {
  out.append(Buffer.from(text2));
  return 0;
}
function say(text2) {
  if (err === out) session?.breakLine();
  err.append(Buffer.from(`launch: ${text2}
`));
}
function die() {
  close();
  process.removeAllListeners("SIGINT");
  process.kill(process.pid, "SIGINT");
}
function close() {
  session?.close();
  void shells?.close();
  nix?.close();
}
