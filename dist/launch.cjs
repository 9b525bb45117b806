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

// node_modules/fastest-levenshtein/mod.js
var require_mod = __commonJS({
  "node_modules/fastest-levenshtein/mod.js"(exports2) {
    "use strict";
    exports2.__esModule = true;
    exports2.distance = exports2.closest = void 0;
    var peq = new Uint32Array(65536);
    var myers_32 = function(a, b) {
      var n = a.length;
      var m = b.length;
      var lst = 1 << n - 1;
      var pv = -1;
      var mv = 0;
      var sc = n;
      var i = n;
      while (i--) {
        peq[a.charCodeAt(i)] |= 1 << i;
      }
      for (i = 0; i < m; i++) {
        var eq = peq[b.charCodeAt(i)];
        var xv = eq | mv;
        eq |= (eq & pv) + pv ^ pv;
        mv |= ~(eq | pv);
        pv &= eq;
        if (mv & lst) {
          sc++;
        }
        if (pv & lst) {
          sc--;
        }
        mv = mv << 1 | 1;
        pv = pv << 1 | ~(xv | mv);
        mv &= xv;
      }
      i = n;
      while (i--) {
        peq[a.charCodeAt(i)] = 0;
      }
      return sc;
    };
    var myers_x = function(b, a) {
      var n = a.length;
      var m = b.length;
      var mhc = [];
      var phc = [];
      var hsize = Math.ceil(n / 32);
      var vsize = Math.ceil(m / 32);
      for (var i = 0; i < hsize; i++) {
        phc[i] = -1;
        mhc[i] = 0;
      }
      var j = 0;
      for (; j < vsize - 1; j++) {
        var mv_1 = 0;
        var pv_1 = -1;
        var start_1 = j * 32;
        var vlen_1 = Math.min(32, m) + start_1;
        for (var k = start_1; k < vlen_1; k++) {
          peq[b.charCodeAt(k)] |= 1 << k;
        }
        for (var i = 0; i < n; i++) {
          var eq = peq[a.charCodeAt(i)];
          var pb = phc[i / 32 | 0] >>> i & 1;
          var mb = mhc[i / 32 | 0] >>> i & 1;
          var xv = eq | mv_1;
          var xh = ((eq | mb) & pv_1) + pv_1 ^ pv_1 | eq | mb;
          var ph = mv_1 | ~(xh | pv_1);
          var mh = pv_1 & xh;
          if (ph >>> 31 ^ pb) {
            phc[i / 32 | 0] ^= 1 << i;
          }
          if (mh >>> 31 ^ mb) {
            mhc[i / 32 | 0] ^= 1 << i;
          }
          ph = ph << 1 | pb;
          mh = mh << 1 | mb;
          pv_1 = mh | ~(xv | ph);
          mv_1 = ph & xv;
        }
        for (var k = start_1; k < vlen_1; k++) {
          peq[b.charCodeAt(k)] = 0;
        }
      }
      var mv = 0;
      var pv = -1;
      var start = j * 32;
      var vlen = Math.min(32, m - start) + start;
      for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] |= 1 << k;
      }
      var score = m;
      for (var i = 0; i < n; i++) {
        var eq = peq[a.charCodeAt(i)];
        var pb = phc[i / 32 | 0] >>> i & 1;
        var mb = mhc[i / 32 | 0] >>> i & 1;
        var xv = eq | mv;
        var xh = ((eq | mb) & pv) + pv ^ pv | eq | mb;
        var ph = mv | ~(xh | pv);
        var mh = pv & xh;
        score += ph >>> m - 1 & 1;
        score -= mh >>> m - 1 & 1;
        if (ph >>> 31 ^ pb) {
          phc[i / 32 | 0] ^= 1 << i;
        }
        if (mh >>> 31 ^ mb) {
          mhc[i / 32 | 0] ^= 1 << i;
        }
        ph = ph << 1 | pb;
        mh = mh << 1 | mb;
        pv = mh | ~(xv | ph);
        mv = ph & xv;
      }
      for (var k = start; k < vlen; k++) {
        peq[b.charCodeAt(k)] = 0;
      }
      return score;
    };
    var distance2 = function(a, b) {
      if (a.length < b.length) {
        var tmp = b;
        b = a;
        a = tmp;
      }
      if (b.length === 0) {
        return a.length;
      }
      if (a.length <= 32) {
        return myers_32(a, b);
      }
      return myers_x(a, b);
    };
    exports2.distance = distance2;
    var closest = function(str, arr) {
      var min_distance = Infinity;
      var min_index = 0;
      for (var i = 0; i < arr.length; i++) {
        var dist = distance2(str, arr[i]);
        if (dist < min_distance) {
          min_distance = dist;
          min_index = i;
        }
      }
      return arr[min_index];
    };
    exports2.closest = closest;
  }
});

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
      return str.replace(REGEX_REMOVE_BACKSLASH, (match) => {
        return match === "\\" ? "" : match;
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
    exports2.basename = (path3, { windows } = {}) => {
      const segs = path3.split(windows ? /[\\/]/ : "/");
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
    var constants3 = require_constants();
    var utils = require_utils();
    var {
      MAX_LENGTH,
      POSIX_REGEX_SOURCE,
      REGEX_NON_SPECIAL_CHARS,
      REGEX_SPECIAL_CHARS_BACKREF,
      REPLACEMENTS
    } = constants3;
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
      let quote4 = 0;
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
          quote4 = quote4 === 1 ? 0 : 1;
          value += ch;
          continue;
        }
        if (quote4 === 0) {
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
      let quote4 = 0;
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
          quote4 = quote4 === 1 ? 0 : 1;
          continue;
        }
        if (quote4 === 1) {
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
        const match = parseRepeatedExtglob(pattern.slice(index), false);
        if (!match || match.type !== "*") {
          return;
        }
        const branches = splitTopLevel(match.body).map((branch2) => branch2.trim());
        if (branches.length !== 1) {
          return;
        }
        const branch = normalizeSimpleBranch(branches[0]);
        if (!branch || branch.length !== 1) {
          return;
        }
        chars.push(branch);
        index += match.end + 1;
      }
      if (chars.length < 1) {
        return;
      }
      return chars;
    };
    var repeatedExtglobRecursion = (pattern) => {
      let depth = 0;
      let value = pattern.trim();
      let match = parseRepeatedExtglob(value);
      while (match) {
        depth++;
        value = match.body.trim();
        match = parseRepeatedExtglob(value);
      }
      return depth;
    };
    var analyzeRepeatedExtglob = (body, options) => {
      if (options.maxExtglobRecursion === false) {
        return { risky: false };
      }
      const max = typeof options.maxExtglobRecursion === "number" ? options.maxExtglobRecursion : constants3.DEFAULT_MAX_EXTGLOB_RECURSION;
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
      const capture = opts.capture ? "" : "?:";
      const PLATFORM_CHARS = constants3.globChars(opts.windows);
      const EXTGLOB_CHARS = constants3.extglobChars(PLATFORM_CHARS);
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
        return `(${capture}(?:(?!${START_ANCHOR}${opts2.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
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
          const match = /^\\+/.exec(remaining());
          let slashes = 0;
          if (match && match[0].length > 2) {
            slashes = match[0].length;
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
          prev.value = `(${capture}${escaped}|${prev.value})`;
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
          const match = REGEX_NON_SPECIAL_CHARS.exec(remaining());
          if (match) {
            value += match[0];
            state.index += match[0].length;
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
      } = constants3.globChars(opts.windows);
      const nodot = opts.dot ? NO_DOTS : NO_DOT;
      const slashDot = opts.dot ? NO_DOTS_SLASH : NO_DOT;
      const capture = opts.capture ? "" : "?:";
      const state = { negated: false, prefix: "" };
      let star = opts.bash === true ? ".*?" : STAR;
      if (opts.capture) {
        star = `(${star})`;
      }
      const globstar = (opts2) => {
        if (opts2.noglobstar === true) return star;
        return `(${capture}(?:(?!${START_ANCHOR}${opts2.dot ? DOTS_SLASH : DOT_LITERAL}).)*?)`;
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
            const match = /^(.*?)\.(\w+)$/.exec(str);
            if (!match) return;
            const source2 = create(match[1]);
            if (!source2) return;
            return source2 + DOT_LITERAL + match[2];
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
    var constants3 = require_constants();
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
        const { isMatch, match, output } = picomatch2.test(input, regex, options, { glob, posix });
        const result = { glob, state, regex, posix, input, output, match, isMatch };
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
      let match = input === glob;
      let output = match && format ? format(input) : input;
      if (match === false) {
        output = format ? format(input) : input;
        match = output === glob;
      }
      if (match === false || opts.capture === true) {
        if (opts.matchBase === true || opts.basename === true) {
          match = picomatch2.matchBase(input, regex, options, posix);
        } else {
          match = regex.exec(output);
        }
      }
      return { isMatch: Boolean(match), match, output };
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
    picomatch2.constants = constants3;
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

// node_modules/minimist/index.js
var require_minimist = __commonJS({
  "node_modules/minimist/index.js"(exports2, module2) {
    "use strict";
    function hasKey(obj, keys) {
      var o = obj;
      keys.slice(0, -1).forEach(function(key2) {
        o = o[key2] || {};
      });
      var key = keys[keys.length - 1];
      return key in o;
    }
    function isNumber(x) {
      if (typeof x === "number") {
        return true;
      }
      if (/^0x[0-9a-f]+$/i.test(x)) {
        return true;
      }
      return /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(e[-+]?\d+)?$/.test(x);
    }
    function isConstructorOrProto(obj, key) {
      return key === "constructor" && typeof obj[key] === "function" || key === "__proto__";
    }
    module2.exports = function(args, opts) {
      if (!opts) {
        opts = {};
      }
      var flags = {
        bools: {},
        strings: {},
        unknownFn: null
      };
      if (typeof opts.unknown === "function") {
        flags.unknownFn = opts.unknown;
      }
      if (typeof opts.boolean === "boolean" && opts.boolean) {
        flags.allBools = true;
      } else {
        [].concat(opts.boolean).filter(Boolean).forEach(function(key2) {
          flags.bools[key2] = true;
        });
      }
      var aliases = {};
      function aliasIsBoolean(key2) {
        return aliases[key2].some(function(x) {
          return flags.bools[x];
        });
      }
      Object.keys(opts.alias || {}).forEach(function(key2) {
        aliases[key2] = [].concat(opts.alias[key2]);
        aliases[key2].forEach(function(x) {
          aliases[x] = [key2].concat(aliases[key2].filter(function(y) {
            return x !== y;
          }));
        });
      });
      [].concat(opts.string).filter(Boolean).forEach(function(key2) {
        flags.strings[key2] = true;
        if (aliases[key2]) {
          [].concat(aliases[key2]).forEach(function(k) {
            flags.strings[k] = true;
          });
        }
      });
      var defaults2 = opts.default || {};
      var argv = { _: [] };
      function argDefined(key2, arg2) {
        return flags.allBools && /^--[^=]+$/.test(arg2) || flags.strings[key2] || flags.bools[key2] || aliases[key2];
      }
      function setKey(obj, keys, value2) {
        var o = obj;
        for (var i2 = 0; i2 < keys.length - 1; i2++) {
          var key2 = keys[i2];
          if (isConstructorOrProto(o, key2)) {
            return;
          }
          if (o[key2] === void 0) {
            o[key2] = {};
          }
          if (o[key2] === Object.prototype || o[key2] === Number.prototype || o[key2] === String.prototype) {
            o[key2] = {};
          }
          if (o[key2] === Array.prototype) {
            o[key2] = [];
          }
          o = o[key2];
        }
        var lastKey = keys[keys.length - 1];
        if (isConstructorOrProto(o, lastKey)) {
          return;
        }
        if (o === Object.prototype || o === Number.prototype || o === String.prototype) {
          o = {};
        }
        if (o === Array.prototype) {
          o = [];
        }
        if (o[lastKey] === void 0 || flags.bools[lastKey] || typeof o[lastKey] === "boolean") {
          o[lastKey] = value2;
        } else if (Array.isArray(o[lastKey])) {
          o[lastKey].push(value2);
        } else {
          o[lastKey] = [o[lastKey], value2];
        }
      }
      function setArg(key2, val, arg2) {
        if (arg2 && flags.unknownFn && !argDefined(key2, arg2)) {
          if (flags.unknownFn(arg2) === false) {
            return;
          }
        }
        var value2 = !flags.strings[key2] && isNumber(val) ? Number(val) : val;
        setKey(argv, key2.split("."), value2);
        (aliases[key2] || []).forEach(function(x) {
          setKey(argv, x.split("."), value2);
        });
      }
      Object.keys(flags.bools).forEach(function(key2) {
        setArg(key2, defaults2[key2] === void 0 ? false : defaults2[key2]);
      });
      var notFlags = [];
      if (args.indexOf("--") !== -1) {
        notFlags = args.slice(args.indexOf("--") + 1);
        args = args.slice(0, args.indexOf("--"));
      }
      for (var i = 0; i < args.length; i++) {
        var arg = args[i];
        var key;
        var next;
        if (/^--.+=/.test(arg)) {
          var m = arg.match(/^--([^=]+)=([\s\S]*)$/);
          key = m[1];
          var value = m[2];
          if (flags.bools[key]) {
            value = value !== "false";
          }
          setArg(key, value, arg);
        } else if (/^--no-.+/.test(arg)) {
          key = arg.match(/^--no-(.+)/)[1];
          setArg(key, false, arg);
        } else if (/^--.+/.test(arg)) {
          key = arg.match(/^--(.+)/)[1];
          next = args[i + 1];
          if (next !== void 0 && !/^(-|--)[^-]/.test(next) && !flags.bools[key] && !flags.allBools && (aliases[key] ? !aliasIsBoolean(key) : true)) {
            setArg(key, next, arg);
            i += 1;
          } else if (/^(true|false)$/.test(next)) {
            setArg(key, next === "true", arg);
            i += 1;
          } else {
            setArg(key, flags.strings[key] ? "" : true, arg);
          }
        } else if (/^-[^-]+/.test(arg)) {
          var letters = arg.slice(1, -1).split("");
          var broken = false;
          for (var j = 0; j < letters.length; j++) {
            next = arg.slice(j + 2);
            if (next === "-") {
              setArg(letters[j], next, arg);
              continue;
            }
            if (/[A-Za-z]/.test(letters[j]) && next[0] === "=") {
              setArg(letters[j], next.slice(1), arg);
              broken = true;
              break;
            }
            if (/[A-Za-z]/.test(letters[j]) && /-?\d+(\.\d*)?(e-?\d+)?$/.test(next)) {
              setArg(letters[j], next, arg);
              broken = true;
              break;
            }
            if (letters[j + 1] && letters[j + 1].match(/\W/)) {
              setArg(letters[j], arg.slice(j + 2), arg);
              broken = true;
              break;
            } else {
              setArg(letters[j], flags.strings[letters[j]] ? "" : true, arg);
            }
          }
          key = arg.slice(-1)[0];
          if (!broken && key !== "-") {
            if (args[i + 1] && !/^(-|--)[^-]/.test(args[i + 1]) && !flags.bools[key] && (aliases[key] ? !aliasIsBoolean(key) : true)) {
              setArg(key, args[i + 1], arg);
              i += 1;
            } else if (args[i + 1] && /^(true|false)$/.test(args[i + 1])) {
              setArg(key, args[i + 1] === "true", arg);
              i += 1;
            } else {
              setArg(key, flags.strings[key] ? "" : true, arg);
            }
          }
        } else {
          if (!flags.unknownFn || flags.unknownFn(arg) !== false) {
            argv._.push(flags.strings._ || !isNumber(arg) ? arg : Number(arg));
          }
          if (opts.stopEarly) {
            argv._.push.apply(argv._, args.slice(i + 1));
            break;
          }
        }
      }
      Object.keys(defaults2).forEach(function(k) {
        if (!hasKey(argv, k.split("."))) {
          setKey(argv, k.split("."), defaults2[k]);
          (aliases[k] || []).forEach(function(x) {
            setKey(argv, x.split("."), defaults2[k]);
          });
        }
      });
      if (opts["--"]) {
        argv["--"] = notFlags.slice();
      } else {
        notFlags.forEach(function(k) {
          argv._.push(k);
        });
      }
      return argv;
    };
  }
});

// node_modules/zx/build/deno.js
var import_node_module, process2;
var init_deno = __esm({
  "node_modules/zx/build/deno.js"() {
    import_node_module = require("node:module");
    process2 = __toESM(require("node:process"), 1);
    if (globalThis.Deno) {
      globalThis.require = (0, import_node_module.createRequire)(here);
      globalThis.__filename = new URL(here).pathname;
      globalThis.__dirname = new URL(".", here).pathname;
      globalThis.module = new Proxy({}, { set() {
        return true;
      } });
      const p = globalThis.process = globalThis.process || process2;
      p.version || (p.version = "v18.0.0");
      p.version || (p.version = { node: "18.0.0" });
      p.env || (p.env = globalThis.Deno.env.toObject());
      p.argv || (p.argv = [globalThis.Deno.execPath(), globalThis.Deno.mainModule.replace("file://", ""), ...globalThis.Deno.args]);
    }
  }
});

// node_modules/zx/build/esblib.cjs
var require_esblib = __commonJS({
  "node_modules/zx/build/esblib.cjs"(exports2, module2) {
    var __create2 = Object.create;
    var __defProp2 = Object.defineProperty;
    var __getOwnPropDesc2 = Object.getOwnPropertyDescriptor;
    var __getOwnPropNames2 = Object.getOwnPropertyNames;
    var __getProtoOf2 = Object.getPrototypeOf;
    var __hasOwnProp2 = Object.prototype.hasOwnProperty;
    var __export2 = (target, all) => {
      for (var name in all)
        __defProp2(target, name, { get: all[name], enumerable: true });
    };
    var __copyProps2 = (to, from, except, desc) => {
      if (from && typeof from === "object" || typeof from === "function") {
        for (let key of __getOwnPropNames2(from))
          if (!__hasOwnProp2.call(to, key) && key !== except)
            __defProp2(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc2(from, key)) || desc.enumerable });
      }
      return to;
    };
    var __toESM2 = (mod, isNodeMode, target) => (target = mod != null ? __create2(__getProtoOf2(mod)) : {}, __copyProps2(
      // If the importer is in node compatibility mode or this is not an ESM
      // file that has been converted to a CommonJS file using a Babel-
      // compatible transform (i.e. "__esModule" has not been set), then set
      // "default" to the CommonJS "module.exports" for node compatibility.
      isNodeMode || !mod || !mod.__esModule ? __defProp2(target, "default", { value: mod, enumerable: true }) : target,
      mod
    ));
    var __toCommonJS = (mod) => __copyProps2(__defProp2({}, "__esModule", { value: true }), mod);
    var __async = (__this, __arguments, generator) => {
      return new Promise((resolve2, reject) => {
        var fulfilled = (value) => {
          try {
            step(generator.next(value));
          } catch (e) {
            reject(e);
          }
        };
        var rejected = (value) => {
          try {
            step(generator.throw(value));
          } catch (e) {
            reject(e);
          }
        };
        var step = (x2) => x2.done ? resolve2(x2.value) : Promise.resolve(x2.value).then(fulfilled, rejected);
        step((generator = generator.apply(__this, __arguments)).next());
      });
    };
    var __defProps = Object.defineProperties;
    var __getOwnPropDescs = Object.getOwnPropertyDescriptors;
    var __getOwnPropSymbols = Object.getOwnPropertySymbols;
    var __propIsEnum = Object.prototype.propertyIsEnumerable;
    var __knownSymbol = (name, symbol) => (symbol = Symbol[name]) ? symbol : /* @__PURE__ */ Symbol.for("Symbol." + name);
    var __typeError = (msg) => {
      throw TypeError(msg);
    };
    var __defNormalProp = (obj, key, value) => key in obj ? __defProp2(obj, key, { enumerable: true, configurable: true, writable: true, value }) : obj[key] = value;
    var __spreadValues = (a, b) => {
      for (var prop in b || (b = {}))
        if (__hasOwnProp2.call(b, prop))
          __defNormalProp(a, prop, b[prop]);
      if (__getOwnPropSymbols)
        for (var prop of __getOwnPropSymbols(b)) {
          if (__propIsEnum.call(b, prop))
            __defNormalProp(a, prop, b[prop]);
        }
      return a;
    };
    var __spreadProps = (a, b) => __defProps(a, __getOwnPropDescs(b));
    var __await = function(promise, isYieldStar) {
      this[0] = promise;
      this[1] = isYieldStar;
    };
    var __asyncGenerator = (__this, __arguments, generator) => {
      var resume = (k2, v2, yes, no) => {
        try {
          var x2 = generator[k2](v2), isAwait = (v2 = x2.value) instanceof __await, done = x2.done;
          Promise.resolve(isAwait ? v2[0] : v2).then((y) => isAwait ? resume(k2 === "return" ? k2 : "next", v2[1] ? { done: y.done, value: y.value } : y, yes, no) : yes({ value: y, done })).catch((e) => resume("throw", e, yes, no));
        } catch (e) {
          no(e);
        }
      }, method = (k2) => it[k2] = (x2) => new Promise((yes, no) => resume(k2, x2, yes, no)), it = {};
      return generator = generator.apply(__this, __arguments), it[__knownSymbol("asyncIterator")] = () => it, method("next"), method("throw"), method("return"), it;
    };
    var __yieldStar = (value) => {
      var obj = value[__knownSymbol("asyncIterator")], isAwait = false, method, it = {};
      if (obj == null) {
        obj = value[__knownSymbol("iterator")]();
        method = (k2) => it[k2] = (x2) => obj[k2](x2);
      } else {
        obj = obj.call(value);
        method = (k2) => it[k2] = (v2) => {
          if (isAwait) {
            isAwait = false;
            if (k2 === "throw") throw v2;
            return v2;
          }
          isAwait = true;
          return {
            done: false,
            value: new __await(new Promise((resolve2) => {
              var x2 = obj[k2](v2);
              if (!(x2 instanceof Object)) __typeError("Object expected");
              resolve2(x2);
            }), 1)
          };
        };
      }
      return it[__knownSymbol("iterator")] = () => it, method("next"), "throw" in obj ? method("throw") : it.throw = (x2) => {
        throw x2;
      }, "return" in obj && method("return"), it;
    };
    var __forAwait = (obj, it, method) => (it = obj[__knownSymbol("asyncIterator")]) ? it.call(obj) : (obj = obj[__knownSymbol("iterator")](), it = {}, method = (key, fn) => (fn = obj[key]) && (it[key] = (arg) => new Promise((yes, no, done) => (arg = fn.call(obj, arg), done = arg.done, Promise.resolve(arg.value).then((value) => yes({ value, done }), no)))), method("next"), method("return"), it);
    var __pow = Math.pow;
    var __reExport = (target, mod, secondTarget) => (__copyProps2(target, mod, "default"), secondTarget && __copyProps2(secondTarget, mod, "default"));
    var __commonJS2 = (cb, mod) => function __require() {
      return mod || (0, cb[__getOwnPropNames2(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
    };
    var __esm2 = (fn, res) => function __init() {
      return fn && (res = (0, fn[__getOwnPropNames2(fn)[0]])(fn = 0)), res;
    };
    var __accessCheck = (obj, member, msg) => member.has(obj) || __typeError("Cannot " + msg);
    var __privateGet = (obj, member, getter) => (__accessCheck(obj, member, "read from private field"), getter ? getter.call(obj) : member.get(obj));
    var __privateAdd = (obj, member, value) => member.has(obj) ? __typeError("Cannot add the same private member more than once") : member instanceof WeakSet ? member.add(obj) : member.set(obj, value);
    var __privateSet = (obj, member, value, setter) => (__accessCheck(obj, member, "write to private field"), setter ? setter.call(obj, value) : member.set(obj, value), value);
    module2.exports = {
      __create: __create2,
      __defProp: __defProp2,
      __getOwnPropDesc: __getOwnPropDesc2,
      __getOwnPropNames: __getOwnPropNames2,
      __getProtoOf: __getProtoOf2,
      __hasOwnProp: __hasOwnProp2,
      __export: __export2,
      __copyProps: __copyProps2,
      __toESM: __toESM2,
      __toCommonJS,
      __async,
      __defProps,
      __getOwnPropDescs,
      __getOwnPropSymbols,
      __propIsEnum,
      __knownSymbol,
      __typeError,
      __defNormalProp,
      __spreadValues,
      __spreadProps,
      __await,
      __asyncGenerator,
      __yieldStar,
      __forAwait,
      __pow,
      __reExport,
      __commonJS: __commonJS2,
      __esm: __esm2,
      __accessCheck,
      __privateGet,
      __privateAdd,
      __privateSet
    };
  }
});

// node_modules/zx/build/internals.cjs
var require_internals = __commonJS({
  "node_modules/zx/build/internals.cjs"(exports2, module2) {
    "use strict";
    var {
      __export: __export2,
      __toCommonJS
    } = require_esblib();
    var internals_exports = {};
    __export2(internals_exports, {
      bus: () => bus3
    });
    module2.exports = __toCommonJS(internals_exports);
    var locked = false;
    var lock = () => locked = true;
    var store = /* @__PURE__ */ new Map();
    var override = store.set.bind(store);
    function wrap(name, api) {
      if (locked) throw new Error("bus is locked");
      override(name, api);
      return new Proxy(api, {
        get(_, key) {
          var _a, _b;
          return store.get(name)[key] || ((_b = (_a = store.get(name)) == null ? void 0 : _a.default) == null ? void 0 : _b[key]);
        },
        apply(_, self, args) {
          return store.get(name).apply(self, args);
        }
      });
    }
    var bus3 = {
      override,
      wrap,
      lock
    };
  }
});

// node_modules/zx/build/vendor-core.cjs
var require_vendor_core = __commonJS({
  "node_modules/zx/build/vendor-core.cjs"(exports2, module2) {
    "use strict";
    var {
      __create: __create2,
      __spreadValues,
      __spreadProps,
      __commonJS: __commonJS2,
      __export: __export2,
      __toESM: __toESM2,
      __toCommonJS,
      __async
    } = require_esblib();
    var require_posix = __commonJS2({
      "node_modules/isexe/dist/cjs/posix.js"(exports22) {
        "use strict";
        Object.defineProperty(exports22, "__esModule", { value: true });
        exports22.sync = exports22.isexe = void 0;
        var fs_1 = require("fs");
        var promises_1 = require("fs").promises;
        var isexe = (_0, ..._1) => __async(null, [_0, ..._1], function* (path3, options = {}) {
          const { ignoreErrors = false } = options;
          try {
            return checkStat(yield (0, promises_1.stat)(path3), options);
          } catch (e) {
            const er = e;
            if (ignoreErrors || er.code === "EACCES")
              return false;
            throw er;
          }
        });
        exports22.isexe = isexe;
        var sync = (path3, options = {}) => {
          const { ignoreErrors = false } = options;
          try {
            return checkStat((0, fs_1.statSync)(path3), options);
          } catch (e) {
            const er = e;
            if (ignoreErrors || er.code === "EACCES")
              return false;
            throw er;
          }
        };
        exports22.sync = sync;
        var checkStat = (stat, options) => stat.isFile() && checkMode(stat, options);
        var checkMode = (stat, options) => {
          var _a, _b, _c, _d, _e, _f, _g, _h;
          const myUid = (_b = options.uid) != null ? _b : (_a = process.getuid) == null ? void 0 : _a.call(process);
          const myGroups = (_e = (_d = options.groups) != null ? _d : (_c = process.getgroups) == null ? void 0 : _c.call(process)) != null ? _e : [];
          const myGid = (_h = (_g = options.gid) != null ? _g : (_f = process.getgid) == null ? void 0 : _f.call(process)) != null ? _h : myGroups[0];
          if (myUid === void 0 || myGid === void 0) {
            throw new Error("cannot get uid or gid");
          }
          const groups = /* @__PURE__ */ new Set([myGid, ...myGroups]);
          const mod = stat.mode;
          const uid = stat.uid;
          const gid = stat.gid;
          const u = parseInt("100", 8);
          const g2 = parseInt("010", 8);
          const o = parseInt("001", 8);
          const ug = u | g2;
          return !!(mod & o || mod & g2 && groups.has(gid) || mod & u && uid === myUid || mod & ug && myUid === 0);
        };
      }
    });
    var require_win32 = __commonJS2({
      "node_modules/isexe/dist/cjs/win32.js"(exports22) {
        "use strict";
        Object.defineProperty(exports22, "__esModule", { value: true });
        exports22.sync = exports22.isexe = void 0;
        var fs_1 = require("fs");
        var promises_1 = require("fs").promises;
        var isexe = (_0, ..._1) => __async(null, [_0, ..._1], function* (path3, options = {}) {
          const { ignoreErrors = false } = options;
          try {
            return checkStat(yield (0, promises_1.stat)(path3), path3, options);
          } catch (e) {
            const er = e;
            if (ignoreErrors || er.code === "EACCES")
              return false;
            throw er;
          }
        });
        exports22.isexe = isexe;
        var sync = (path3, options = {}) => {
          const { ignoreErrors = false } = options;
          try {
            return checkStat((0, fs_1.statSync)(path3), path3, options);
          } catch (e) {
            const er = e;
            if (ignoreErrors || er.code === "EACCES")
              return false;
            throw er;
          }
        };
        exports22.sync = sync;
        var checkPathExt = (path3, options) => {
          const { pathExt = process.env.PATHEXT || "" } = options;
          const peSplit = pathExt.split(";");
          if (peSplit.indexOf("") !== -1) {
            return true;
          }
          for (let i = 0; i < peSplit.length; i++) {
            const p = peSplit[i].toLowerCase();
            const ext = path3.substring(path3.length - p.length).toLowerCase();
            if (p && ext === p) {
              return true;
            }
          }
          return false;
        };
        var checkStat = (stat, path3, options) => stat.isFile() && checkPathExt(path3, options);
      }
    });
    var require_options = __commonJS2({
      "node_modules/isexe/dist/cjs/options.js"(exports22) {
        "use strict";
        Object.defineProperty(exports22, "__esModule", { value: true });
      }
    });
    var require_cjs = __commonJS2({
      "node_modules/isexe/dist/cjs/index.js"(exports22) {
        "use strict";
        var __createBinding = exports22 && exports22.__createBinding || (Object.create ? (function(o, m, k, k2) {
          if (k2 === void 0) k2 = k;
          var desc = Object.getOwnPropertyDescriptor(m, k);
          if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
            desc = { enumerable: true, get: function() {
              return m[k];
            } };
          }
          Object.defineProperty(o, k2, desc);
        }) : (function(o, m, k, k2) {
          if (k2 === void 0) k2 = k;
          o[k2] = m[k];
        }));
        var __setModuleDefault = exports22 && exports22.__setModuleDefault || (Object.create ? (function(o, v) {
          Object.defineProperty(o, "default", { enumerable: true, value: v });
        }) : function(o, v) {
          o["default"] = v;
        });
        var __importStar = exports22 && exports22.__importStar || function(mod) {
          if (mod && mod.__esModule) return mod;
          var result = {};
          if (mod != null) {
            for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) __createBinding(result, mod, k);
          }
          __setModuleDefault(result, mod);
          return result;
        };
        var __exportStar = exports22 && exports22.__exportStar || function(m, exports3) {
          for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports3, p)) __createBinding(exports3, m, p);
        };
        Object.defineProperty(exports22, "__esModule", { value: true });
        exports22.sync = exports22.isexe = exports22.posix = exports22.win32 = void 0;
        var posix = __importStar(require_posix());
        exports22.posix = posix;
        var win32 = __importStar(require_win32());
        exports22.win32 = win32;
        __exportStar(require_options(), exports22);
        var platform = process.env._ISEXE_TEST_PLATFORM_ || process.platform;
        var impl = platform === "win32" ? win32 : posix;
        exports22.isexe = impl.isexe;
        exports22.sync = impl.sync;
      }
    });
    var require_lib = __commonJS2({
      "node_modules/which/lib/index.js"(exports22, module22) {
        "use strict";
        var { isexe, sync: isexeSync } = require_cjs();
        var { join: join4, delimiter, sep, posix } = require("path");
        var isWindows = process.platform === "win32";
        var rSlash = new RegExp(`[${posix.sep}${sep === posix.sep ? "" : sep}]`.replace(/(\\)/g, "\\$1"));
        var rRel = new RegExp(`^\\.${rSlash.source}`);
        var getNotFoundError = (cmd) => Object.assign(new Error(`not found: ${cmd}`), { code: "ENOENT" });
        var getPathInfo = (cmd, {
          path: optPath = process.env.PATH,
          pathExt: optPathExt = process.env.PATHEXT,
          delimiter: optDelimiter = delimiter
        }) => {
          const pathEnv = cmd.match(rSlash) ? [""] : [
            // windows always checks the cwd first
            ...isWindows ? [process.cwd()] : [],
            ...(optPath || /* istanbul ignore next: very unusual */
            "").split(optDelimiter)
          ];
          if (isWindows) {
            const pathExtExe = optPathExt || [".EXE", ".CMD", ".BAT", ".COM"].join(optDelimiter);
            const pathExt = pathExtExe.split(optDelimiter).flatMap((item) => [item, item.toLowerCase()]);
            if (cmd.includes(".") && pathExt[0] !== "") {
              pathExt.unshift("");
            }
            return { pathEnv, pathExt, pathExtExe };
          }
          return { pathEnv, pathExt: [""] };
        };
        var getPathPart = (raw, cmd) => {
          const pathPart = /^".*"$/.test(raw) ? raw.slice(1, -1) : raw;
          const prefix = !pathPart && rRel.test(cmd) ? cmd.slice(0, 2) : "";
          return prefix + join4(pathPart, cmd);
        };
        var which22 = (_0, ..._1) => __async(null, [_0, ..._1], function* (cmd, opt = {}) {
          const { pathEnv, pathExt, pathExtExe } = getPathInfo(cmd, opt);
          const found = [];
          for (const envPart of pathEnv) {
            const p = getPathPart(envPart, cmd);
            for (const ext of pathExt) {
              const withExt = p + ext;
              const is = yield isexe(withExt, { pathExt: pathExtExe, ignoreErrors: true });
              if (is) {
                if (!opt.all) {
                  return withExt;
                }
                found.push(withExt);
              }
            }
          }
          if (opt.all && found.length) {
            return found;
          }
          if (opt.nothrow) {
            return null;
          }
          throw getNotFoundError(cmd);
        });
        var whichSync = (cmd, opt = {}) => {
          const { pathEnv, pathExt, pathExtExe } = getPathInfo(cmd, opt);
          const found = [];
          for (const pathEnvPart of pathEnv) {
            const p = getPathPart(pathEnvPart, cmd);
            for (const ext of pathExt) {
              const withExt = p + ext;
              const is = isexeSync(withExt, { pathExt: pathExtExe, ignoreErrors: true });
              if (is) {
                if (!opt.all) {
                  return withExt;
                }
                found.push(withExt);
              }
            }
          }
          if (opt.all && found.length) {
            return found;
          }
          if (opt.nothrow) {
            return null;
          }
          throw getNotFoundError(cmd);
        };
        module22.exports = which22;
        which22.sync = whichSync;
      }
    });
    var vendor_core_exports = {};
    __export2(vendor_core_exports, {
      VoidStream: () => VoidStream,
      buildCmd: () => buildCmd,
      chalk: () => chalk22,
      exec: () => exec,
      isStringLiteral: () => isStringLiteral2,
      ps: () => ps3,
      which: () => which3
    });
    module2.exports = __toCommonJS(vendor_core_exports);
    var ANSI_BACKGROUND_OFFSET = 10;
    var wrapAnsi16 = (offset = 0) => (code) => `\x1B[${code + offset}m`;
    var wrapAnsi256 = (offset = 0) => (code) => `\x1B[${38 + offset};5;${code}m`;
    var wrapAnsi16m = (offset = 0) => (red, green, blue) => `\x1B[${38 + offset};2;${red};${green};${blue}m`;
    var styles = {
      modifier: {
        reset: [0, 0],
        // 21 isn't widely supported and 22 does the same thing
        bold: [1, 22],
        dim: [2, 22],
        italic: [3, 23],
        underline: [4, 24],
        overline: [53, 55],
        inverse: [7, 27],
        hidden: [8, 28],
        strikethrough: [9, 29]
      },
      color: {
        black: [30, 39],
        red: [31, 39],
        green: [32, 39],
        yellow: [33, 39],
        blue: [34, 39],
        magenta: [35, 39],
        cyan: [36, 39],
        white: [37, 39],
        // Bright color
        blackBright: [90, 39],
        gray: [90, 39],
        // Alias of `blackBright`
        grey: [90, 39],
        // Alias of `blackBright`
        redBright: [91, 39],
        greenBright: [92, 39],
        yellowBright: [93, 39],
        blueBright: [94, 39],
        magentaBright: [95, 39],
        cyanBright: [96, 39],
        whiteBright: [97, 39]
      },
      bgColor: {
        bgBlack: [40, 49],
        bgRed: [41, 49],
        bgGreen: [42, 49],
        bgYellow: [43, 49],
        bgBlue: [44, 49],
        bgMagenta: [45, 49],
        bgCyan: [46, 49],
        bgWhite: [47, 49],
        // Bright color
        bgBlackBright: [100, 49],
        bgGray: [100, 49],
        // Alias of `bgBlackBright`
        bgGrey: [100, 49],
        // Alias of `bgBlackBright`
        bgRedBright: [101, 49],
        bgGreenBright: [102, 49],
        bgYellowBright: [103, 49],
        bgBlueBright: [104, 49],
        bgMagentaBright: [105, 49],
        bgCyanBright: [106, 49],
        bgWhiteBright: [107, 49]
      }
    };
    var modifierNames = Object.keys(styles.modifier);
    var foregroundColorNames = Object.keys(styles.color);
    var backgroundColorNames = Object.keys(styles.bgColor);
    var colorNames = [...foregroundColorNames, ...backgroundColorNames];
    function assembleStyles() {
      const codes = /* @__PURE__ */ new Map();
      for (const [groupName, group] of Object.entries(styles)) {
        for (const [styleName, style] of Object.entries(group)) {
          styles[styleName] = {
            open: `\x1B[${style[0]}m`,
            close: `\x1B[${style[1]}m`
          };
          group[styleName] = styles[styleName];
          codes.set(style[0], style[1]);
        }
        Object.defineProperty(styles, groupName, {
          value: group,
          enumerable: false
        });
      }
      Object.defineProperty(styles, "codes", {
        value: codes,
        enumerable: false
      });
      styles.color.close = "\x1B[39m";
      styles.bgColor.close = "\x1B[49m";
      styles.color.ansi = wrapAnsi16();
      styles.color.ansi256 = wrapAnsi256();
      styles.color.ansi16m = wrapAnsi16m();
      styles.bgColor.ansi = wrapAnsi16(ANSI_BACKGROUND_OFFSET);
      styles.bgColor.ansi256 = wrapAnsi256(ANSI_BACKGROUND_OFFSET);
      styles.bgColor.ansi16m = wrapAnsi16m(ANSI_BACKGROUND_OFFSET);
      Object.defineProperties(styles, {
        rgbToAnsi256: {
          value(red, green, blue) {
            if (red === green && green === blue) {
              if (red < 8) {
                return 16;
              }
              if (red > 248) {
                return 231;
              }
              return Math.round((red - 8) / 247 * 24) + 232;
            }
            return 16 + 36 * Math.round(red / 255 * 5) + 6 * Math.round(green / 255 * 5) + Math.round(blue / 255 * 5);
          },
          enumerable: false
        },
        hexToRgb: {
          value(hex) {
            const matches = /[a-f\d]{6}|[a-f\d]{3}/i.exec(hex.toString(16));
            if (!matches) {
              return [0, 0, 0];
            }
            let [colorString] = matches;
            if (colorString.length === 3) {
              colorString = [...colorString].map((character) => character + character).join("");
            }
            const integer = Number.parseInt(colorString, 16);
            return [
              /* eslint-disable no-bitwise */
              integer >> 16 & 255,
              integer >> 8 & 255,
              integer & 255
              /* eslint-enable no-bitwise */
            ];
          },
          enumerable: false
        },
        hexToAnsi256: {
          value: (hex) => styles.rgbToAnsi256(...styles.hexToRgb(hex)),
          enumerable: false
        },
        ansi256ToAnsi: {
          value(code) {
            if (code < 8) {
              return 30 + code;
            }
            if (code < 16) {
              return 90 + (code - 8);
            }
            let red;
            let green;
            let blue;
            if (code >= 232) {
              red = ((code - 232) * 10 + 8) / 255;
              green = red;
              blue = red;
            } else {
              code -= 16;
              const remainder = code % 36;
              red = Math.floor(code / 36) / 5;
              green = Math.floor(remainder / 6) / 5;
              blue = remainder % 6 / 5;
            }
            const value = Math.max(red, green, blue) * 2;
            if (value === 0) {
              return 30;
            }
            let result = 30 + (Math.round(blue) << 2 | Math.round(green) << 1 | Math.round(red));
            if (value === 2) {
              result += 60;
            }
            return result;
          },
          enumerable: false
        },
        rgbToAnsi: {
          value: (red, green, blue) => styles.ansi256ToAnsi(styles.rgbToAnsi256(red, green, blue)),
          enumerable: false
        },
        hexToAnsi: {
          value: (hex) => styles.ansi256ToAnsi(styles.hexToAnsi256(hex)),
          enumerable: false
        }
      });
      return styles;
    }
    var ansiStyles = assembleStyles();
    var ansi_styles_default = ansiStyles;
    var import_node_process = __toESM2(require("process"), 1);
    var import_node_os5 = __toESM2(require("os"), 1);
    var import_node_tty4 = __toESM2(require("tty"), 1);
    function hasFlag(flag, argv = globalThis.Deno ? globalThis.Deno.args : import_node_process.default.argv) {
      const prefix = flag.startsWith("-") ? "" : flag.length === 1 ? "-" : "--";
      const position = argv.indexOf(prefix + flag);
      const terminatorPosition = argv.indexOf("--");
      return position !== -1 && (terminatorPosition === -1 || position < terminatorPosition);
    }
    var { env } = import_node_process.default;
    var flagForceColor;
    if (hasFlag("no-color") || hasFlag("no-colors") || hasFlag("color=false") || hasFlag("color=never")) {
      flagForceColor = 0;
    } else if (hasFlag("color") || hasFlag("colors") || hasFlag("color=true") || hasFlag("color=always")) {
      flagForceColor = 1;
    }
    function envForceColor() {
      if ("FORCE_COLOR" in env) {
        if (env.FORCE_COLOR === "true") {
          return 1;
        }
        if (env.FORCE_COLOR === "false") {
          return 0;
        }
        return env.FORCE_COLOR.length === 0 ? 1 : Math.min(Number.parseInt(env.FORCE_COLOR, 10), 3);
      }
    }
    function translateLevel(level) {
      if (level === 0) {
        return false;
      }
      return {
        level,
        hasBasic: true,
        has256: level >= 2,
        has16m: level >= 3
      };
    }
    function _supportsColor(haveStream, { streamIsTTY, sniffFlags = true } = {}) {
      const noFlagForceColor = envForceColor();
      if (noFlagForceColor !== void 0) {
        flagForceColor = noFlagForceColor;
      }
      const forceColor = sniffFlags ? flagForceColor : noFlagForceColor;
      if (forceColor === 0) {
        return 0;
      }
      if (sniffFlags) {
        if (hasFlag("color=16m") || hasFlag("color=full") || hasFlag("color=truecolor")) {
          return 3;
        }
        if (hasFlag("color=256")) {
          return 2;
        }
      }
      if ("TF_BUILD" in env && "AGENT_NAME" in env) {
        return 1;
      }
      if (haveStream && !streamIsTTY && forceColor === void 0) {
        return 0;
      }
      const min = forceColor || 0;
      if (env.TERM === "dumb") {
        return min;
      }
      if (import_node_process.default.platform === "win32") {
        const osRelease = import_node_os5.default.release().split(".");
        if (Number(osRelease[0]) >= 10 && Number(osRelease[2]) >= 10586) {
          return Number(osRelease[2]) >= 14931 ? 3 : 2;
        }
        return 1;
      }
      if ("CI" in env) {
        if (["GITHUB_ACTIONS", "GITEA_ACTIONS", "CIRCLECI"].some((key) => key in env)) {
          return 3;
        }
        if (["TRAVIS", "APPVEYOR", "GITLAB_CI", "BUILDKITE", "DRONE"].some((sign) => sign in env) || env.CI_NAME === "codeship") {
          return 1;
        }
        return min;
      }
      if ("TEAMCITY_VERSION" in env) {
        return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? 1 : 0;
      }
      if (env.COLORTERM === "truecolor") {
        return 3;
      }
      if (env.TERM === "xterm-kitty") {
        return 3;
      }
      if (env.TERM === "xterm-ghostty") {
        return 3;
      }
      if (env.TERM === "wezterm") {
        return 3;
      }
      if ("TERM_PROGRAM" in env) {
        const version2 = Number.parseInt((env.TERM_PROGRAM_VERSION || "").split(".")[0], 10);
        switch (env.TERM_PROGRAM) {
          case "iTerm.app": {
            return version2 >= 3 ? 3 : 2;
          }
          case "Apple_Terminal": {
            return 2;
          }
        }
      }
      if (/-256(color)?$/i.test(env.TERM)) {
        return 2;
      }
      if (/^screen|^xterm|^vt100|^vt220|^rxvt|color|ansi|cygwin|linux/i.test(env.TERM)) {
        return 1;
      }
      if ("COLORTERM" in env) {
        return 1;
      }
      return min;
    }
    function createSupportsColor(stream, options = {}) {
      const level = _supportsColor(stream, __spreadValues({
        streamIsTTY: stream && stream.isTTY
      }, options));
      return translateLevel(level);
    }
    var supportsColor = {
      stdout: createSupportsColor({ isTTY: import_node_tty4.default.isatty(1) }),
      stderr: createSupportsColor({ isTTY: import_node_tty4.default.isatty(2) })
    };
    var supports_color_default = supportsColor;
    function stringReplaceAll(string, substring, replacer) {
      let index = string.indexOf(substring);
      if (index === -1) {
        return string;
      }
      const substringLength = substring.length;
      let endIndex = 0;
      let returnValue = "";
      do {
        returnValue += string.slice(endIndex, index) + substring + replacer;
        endIndex = index + substringLength;
        index = string.indexOf(substring, endIndex);
      } while (index !== -1);
      returnValue += string.slice(endIndex);
      return returnValue;
    }
    function stringEncaseCRLFWithFirstIndex(string, prefix, postfix, index) {
      let endIndex = 0;
      let returnValue = "";
      do {
        const gotCR = string[index - 1] === "\r";
        returnValue += string.slice(endIndex, gotCR ? index - 1 : index) + prefix + (gotCR ? "\r\n" : "\n") + postfix;
        endIndex = index + 1;
        index = string.indexOf("\n", endIndex);
      } while (index !== -1);
      returnValue += string.slice(endIndex);
      return returnValue;
    }
    var { stdout: stdoutColor, stderr: stderrColor } = supports_color_default;
    var GENERATOR = /* @__PURE__ */ Symbol("GENERATOR");
    var STYLER = /* @__PURE__ */ Symbol("STYLER");
    var IS_EMPTY = /* @__PURE__ */ Symbol("IS_EMPTY");
    var levelMapping = [
      "ansi",
      "ansi",
      "ansi256",
      "ansi16m"
    ];
    var styles2 = /* @__PURE__ */ Object.create(null);
    var applyOptions = (object, options = {}) => {
      if (options.level && !(Number.isInteger(options.level) && options.level >= 0 && options.level <= 3)) {
        throw new Error("The `level` option should be an integer from 0 to 3");
      }
      const colorLevel = stdoutColor ? stdoutColor.level : 0;
      object.level = options.level === void 0 ? colorLevel : options.level;
    };
    var chalkFactory = (options) => {
      const chalk32 = (...strings) => strings.join(" ");
      applyOptions(chalk32, options);
      Object.setPrototypeOf(chalk32, createChalk.prototype);
      return chalk32;
    };
    function createChalk(options) {
      return chalkFactory(options);
    }
    Object.setPrototypeOf(createChalk.prototype, Function.prototype);
    for (const [styleName, style] of Object.entries(ansi_styles_default)) {
      styles2[styleName] = {
        get() {
          const builder = createBuilder(this, createStyler(style.open, style.close, this[STYLER]), this[IS_EMPTY]);
          Object.defineProperty(this, styleName, { value: builder });
          return builder;
        }
      };
    }
    styles2.visible = {
      get() {
        const builder = createBuilder(this, this[STYLER], true);
        Object.defineProperty(this, "visible", { value: builder });
        return builder;
      }
    };
    var getModelAnsi = (model, level, type, ...arguments_) => {
      if (model === "rgb") {
        if (level === "ansi16m") {
          return ansi_styles_default[type].ansi16m(...arguments_);
        }
        if (level === "ansi256") {
          return ansi_styles_default[type].ansi256(ansi_styles_default.rgbToAnsi256(...arguments_));
        }
        return ansi_styles_default[type].ansi(ansi_styles_default.rgbToAnsi(...arguments_));
      }
      if (model === "hex") {
        return getModelAnsi("rgb", level, type, ...ansi_styles_default.hexToRgb(...arguments_));
      }
      return ansi_styles_default[type][model](...arguments_);
    };
    var usedModels = ["rgb", "hex", "ansi256"];
    for (const model of usedModels) {
      styles2[model] = {
        get() {
          const { level } = this;
          return function(...arguments_) {
            const styler = createStyler(getModelAnsi(model, levelMapping[level], "color", ...arguments_), ansi_styles_default.color.close, this[STYLER]);
            return createBuilder(this, styler, this[IS_EMPTY]);
          };
        }
      };
      const bgModel = "bg" + model[0].toUpperCase() + model.slice(1);
      styles2[bgModel] = {
        get() {
          const { level } = this;
          return function(...arguments_) {
            const styler = createStyler(getModelAnsi(model, levelMapping[level], "bgColor", ...arguments_), ansi_styles_default.bgColor.close, this[STYLER]);
            return createBuilder(this, styler, this[IS_EMPTY]);
          };
        }
      };
    }
    var proto = Object.defineProperties(() => {
    }, __spreadProps(__spreadValues({}, styles2), {
      level: {
        enumerable: true,
        get() {
          return this[GENERATOR].level;
        },
        set(level) {
          this[GENERATOR].level = level;
        }
      }
    }));
    var createStyler = (open, close2, parent) => {
      let openAll;
      let closeAll;
      if (parent === void 0) {
        openAll = open;
        closeAll = close2;
      } else {
        openAll = parent.openAll + open;
        closeAll = close2 + parent.closeAll;
      }
      return {
        open,
        close: close2,
        openAll,
        closeAll,
        parent
      };
    };
    var createBuilder = (self, _styler, _isEmpty) => {
      const builder = (...arguments_) => applyStyle(builder, arguments_.length === 1 ? "" + arguments_[0] : arguments_.join(" "));
      Object.setPrototypeOf(builder, proto);
      builder[GENERATOR] = self;
      builder[STYLER] = _styler;
      builder[IS_EMPTY] = _isEmpty;
      return builder;
    };
    var applyStyle = (self, string) => {
      if (self.level <= 0 || !string) {
        return self[IS_EMPTY] ? "" : string;
      }
      let styler = self[STYLER];
      if (styler === void 0) {
        return string;
      }
      const { openAll, closeAll } = styler;
      if (string.includes("\x1B")) {
        while (styler !== void 0) {
          string = stringReplaceAll(string, styler.close, styler.open);
          styler = styler.parent;
        }
      }
      const lfIndex = string.indexOf("\n");
      if (lfIndex !== -1) {
        string = stringEncaseCRLFWithFirstIndex(string, closeAll, openAll, lfIndex);
      }
      return openAll + string + closeAll;
    };
    Object.defineProperties(createChalk.prototype, styles2);
    var chalk3 = createChalk();
    var chalkStderr = createChalk({ level: stderrColor ? stderrColor.level : 0 });
    var source_default = chalk3;
    var import_which = __toESM2(require_lib(), 1);
    var import_node_process4 = __toESM2(require("process"), 1);
    var import_node_fs8 = __toESM2(require("fs"), 1);
    var import_node_os22 = __toESM2(require("os"), 1);
    var EOL = /\r?\n|\r|\n/;
    var EMPTY = "-";
    var parseLine = (line, sep = " ") => {
      if (typeof line !== "string") throw new Error("parseLine: line must be a string");
      const result = {
        spaces: [],
        words: []
      };
      const capture = () => {
        if (word) {
          result.words.push({
            s,
            e: s + word.length - 1,
            w: word
          });
          word = "";
          s = -1;
        }
      };
      let bb;
      let word = "";
      let s = -1;
      for (const i in [...line]) {
        const prev = line[+i - 1];
        const char = line[i];
        if (bb) {
          word += char;
          if (char === bb && prev !== "\\") {
            bb = void 0;
          }
          continue;
        }
        if (char === sep) {
          result.spaces.push(+i);
          capture();
          continue;
        }
        if (s === -1) s = +i;
        if (char === '"' || char === "'") bb = char;
        word += char;
      }
      capture();
      return result;
    };
    var parseLines = (input, sep) => input.split(EOL).filter(Boolean).map((l) => parseLine(l, sep));
    var countWordsByIndex = ({ words }, index) => words.filter(({ e }) => e < index).length;
    var getBorders = (lines) => lines[0].spaces.reduce((m, i) => {
      const c = countWordsByIndex(lines[0], i);
      if (lines.every((l) => l.spaces.includes(i) && c === countWordsByIndex(l, i))) {
        m.push(i);
      }
      return m;
    }, []);
    var parseUnixGrid = (input) => {
      const lines = parseLines(input);
      const borders = getBorders(lines);
      const _borders = [Number.NEGATIVE_INFINITY, ...borders, Number.POSITIVE_INFINITY];
      const grid = [];
      for (const { words } of lines) {
        const row = [];
        grid.push(row);
        for (const n in words) {
          const { w, s, e } = words[n];
          for (const _b in _borders) {
            const a = _borders[+_b];
            const b = _borders[+_b + 1];
            if (b === void 0) break;
            const block = row[_b] || (row[_b] = []);
            if (s > a && e < b) block.push(w);
          }
        }
      }
      return gridToData(grid);
    };
    var gridToData = (grid) => {
      const data = [];
      const [headers, ...body] = grid;
      for (const row of body) {
        const entry = {};
        data.push(entry);
        for (const i in headers) {
          const keys = headers[i];
          if (keys.length === 0) continue;
          if (keys.length > row[i].length) {
            throw new Error("Malformed grid: row has more columns than headers");
          }
          for (const k in keys) {
            const key = keys[k];
            const to = +k + 1 === keys.length ? Number.POSITIVE_INFINITY : +k + 1;
            entry[key] = row[i].slice(+k, to);
          }
        }
      }
      return data;
    };
    var parseWinGrid = (input, debug = false) => {
      const lines = input.split(/\r*\n+/).filter(Boolean);
      const headline = lines.shift();
      const headers = headline.trim().split(/\s\s+/);
      const hl = headers.length;
      const ll = headline.length;
      if (debug) {
        console.log("Headers:", headers);
        console.log("Line lengths:", lines.map((l) => l.length));
      }
      if (lines.every((l) => ll / l.length < 2)) {
        const spaces = Array.from({ length: ll }).map(
          (_, i) => lines.every((l) => l[i] === " ")
        );
        const borders = spaces.reduce((m, v, i, a) => {
          if (v && !a[i - 1]) m.push(i);
          return m;
        }, [0]);
        const data2 = [];
        debug && console.log("Borders:", borders);
        for (const line of lines) {
          const props = [];
          for (const i in headers) {
            const k = headers[i];
            const s = borders[i];
            const e = borders[+i + 1] || ll;
            const v = line.slice(s, e).trim();
            props.push([k, [v || EMPTY]]);
          }
          data2.push(Object.fromEntries(props));
        }
        return data2;
      }
      let w = "";
      let p;
      const body = input.slice(headline.length);
      const vals = [];
      const data = [];
      const cap = (v) => {
        const _v = w.trim() || (vals.length === 0 ? v : w.trim());
        if (!_v) return;
        vals.push(_v);
        if (vals.length === hl) {
          data.push(Object.fromEntries(headers.map((h, i) => [h, [vals[i]]])));
          vals.length = 0;
        }
        w = "";
      };
      for (const c of body) {
        w += c;
        if (c === " ") {
          if (p === "\n") {
            cap(EMPTY);
          } else if (p === " ") {
            cap();
          }
        } else if (c === "\n") {
          cap();
        }
        p = c;
      }
      cap();
      return data;
    };
    var parsers = {
      unix: parseUnixGrid,
      win: parseWinGrid
    };
    var parse = (input, { format = "unix", debug = false } = {}) => {
      const parser = parsers[format];
      if (!parser) throw new Error(`unsupported format: ${format}`);
      return parser(input, debug);
    };
    var cp = __toESM2(require("child_process"), 1);
    var import_node_process3 = __toESM2(require("process"), 1);
    var import_node_events2 = __toESM2(require("events"), 1);
    var import_node_stream2 = require("stream");
    var import_node_process2 = __toESM2(require("process"), 1);
    var g = !import_node_process2.default.versions.deno && global || globalThis;
    var immediate = g.setImmediate || ((f) => g.setTimeout(f, 0));
    var noop = () => {
    };
    var randomId = () => Math.random().toString(36).slice(2);
    var isPromiseLike = (value) => typeof (value == null ? void 0 : value.then) === "function";
    var isStringLiteral2 = (pieces, ...rest) => {
      var _a;
      return (pieces == null ? void 0 : pieces.length) > 0 && ((_a = pieces.raw) == null ? void 0 : _a.length) === pieces.length && // Object.isFrozen(pieces) &&
      rest.length + 1 === pieces.length;
    };
    var assign = (target, ...extras) => Object.defineProperties(target, extras.reduce((m, extra) => __spreadValues(__spreadValues({}, m), Object.fromEntries(Object.entries(Object.getOwnPropertyDescriptors(extra)).filter(([, v]) => !Object.prototype.hasOwnProperty.call(v, "value") || v.value !== void 0))), {}));
    var buildCmd = (quote22, pieces, args, subs = substitute) => {
      if (args.some(isPromiseLike))
        return Promise.all(args).then((args2) => buildCmd(quote22, pieces, args2, subs));
      let cmd = pieces[0], i = 0;
      while (i < args.length) {
        const s = Array.isArray(args[i]) ? args[i].map((x) => quote22(subs(x))).join(" ") : quote22(subs(args[i]));
        cmd += s + pieces[++i];
      }
      return cmd;
    };
    var substitute = (arg) => typeof (arg == null ? void 0 : arg.stdout) === "string" ? arg.stdout.replace(/\n$/, "") : `${arg}`;
    var defaults2 = {
      get id() {
        return randomId();
      },
      cmd: "",
      get cwd() {
        return import_node_process3.default.cwd();
      },
      sync: false,
      args: [],
      input: null,
      env: import_node_process3.default.env,
      get ee() {
        return new import_node_events2.default();
      },
      get ac() {
        return g.AbortController && new AbortController();
      },
      get signal() {
        var _a;
        return (_a = this.ac) == null ? void 0 : _a.signal;
      },
      on: {},
      detached: import_node_process3.default.platform !== "win32",
      shell: true,
      spawn: cp.spawn,
      spawnSync: cp.spawnSync,
      spawnOpts: {},
      get store() {
        return createStore();
      },
      callback: noop,
      get stdin() {
        return new VoidStream();
      },
      get stdout() {
        return new VoidStream();
      },
      get stderr() {
        return new VoidStream();
      },
      stdio: ["pipe", "pipe", "pipe"],
      run: immediate,
      stack: ""
    };
    var normalizeCtx = (...ctxs) => assign(
      __spreadValues({}, defaults2),
      { get signal() {
        var _a;
        return (_a = this.ac) == null ? void 0 : _a.signal;
      } },
      ...ctxs
    );
    var processInput = (child, input) => {
      if (input && child.stdin && !child.stdin.destroyed) {
        if (input instanceof import_node_stream2.Readable) {
          input.pipe(child.stdin);
        } else {
          child.stdin.write(input);
          child.stdin.end();
        }
      }
    };
    var VoidStream = class extends import_node_stream2.Transform {
      _transform(chunk, _, cb) {
        this.emit("data", chunk);
        cb();
      }
    };
    var buildSpawnOpts = ({ spawnOpts, stdio, cwd, shell, input, env: env2, detached, signal }) => __spreadProps(__spreadValues({}, spawnOpts), {
      env: env2,
      cwd,
      stdio,
      shell,
      input,
      windowsHide: true,
      detached,
      signal
    });
    var toggleListeners = (pos, ee, on = {}) => {
      for (const [name, listener] of Object.entries(on)) {
        ee[pos](name, listener);
      }
      if (pos === "on")
        ee.once("end", () => toggleListeners("off", ee, on));
    };
    var createStore = () => ({
      stdout: [],
      stderr: [],
      stdall: []
    });
    var invoke = (c) => {
      var _a, _b;
      const now = Date.now();
      const stdio = [c.stdin, c.stdout, c.stderr];
      const push = (kind, data) => {
        c.store[kind].push(data);
        c.store.stdall.push(data);
        c.ee.emit(kind, data, c);
        c.ee.emit("stdall", data, c);
      };
      try {
        if (c.sync) {
          toggleListeners("on", c.ee, c.on);
          const opts = buildSpawnOpts(c);
          const r = c.spawnSync(c.cmd, c.args, opts);
          c.ee.emit("start", r, c);
          if (((_a = r.stdout) == null ? void 0 : _a.length) > 0) {
            c.stdout.write(r.stdout);
            push("stdout", r.stdout);
          }
          if (((_b = r.stderr) == null ? void 0 : _b.length) > 0) {
            c.stderr.write(r.stderr);
            push("stderr", r.stderr);
          }
          c.callback(null, c.fulfilled = __spreadProps(__spreadValues({}, r), {
            get stdout() {
              return c.store.stdout.join("");
            },
            get stderr() {
              return c.store.stderr.join("");
            },
            get stdall() {
              return c.store.stdall.join("");
            },
            stdio,
            duration: Date.now() - now,
            ctx: c
          }));
          c.ee.emit("end", c.fulfilled, c);
        } else {
          c.run(() => {
            var _a2, _b2, _c;
            toggleListeners("on", c.ee, c.on);
            let error = null;
            let aborted = false;
            const opts = buildSpawnOpts(c);
            const child = c.spawn(c.cmd, c.args, opts);
            const onAbort = (event) => {
              if (opts.detached && child.pid) {
                try {
                  import_node_process3.default.kill(-child.pid);
                } catch (e) {
                  child.kill();
                }
              }
              aborted = true;
              c.ee.emit("abort", event, c);
            };
            c.child = child;
            c.ee.emit("start", child, c);
            (_a2 = opts.signal) == null ? void 0 : _a2.addEventListener("abort", onAbort);
            processInput(child, c.input || c.stdin);
            (_b2 = child.stdout) == null ? void 0 : _b2.on("data", (d) => {
              push("stdout", d);
            }).pipe(c.stdout);
            (_c = child.stderr) == null ? void 0 : _c.on("data", (d) => {
              push("stderr", d);
            }).pipe(c.stderr);
            child.once("error", (e) => {
              error = e;
              c.ee.emit("err", error, c);
            }).once("exit", () => {
              var _a3, _b3;
              if (aborted) {
                (_a3 = child.stdout) == null ? void 0 : _a3.destroy();
                (_b3 = child.stderr) == null ? void 0 : _b3.destroy();
              }
            }).once("close", (status, signal) => {
              var _a3;
              c.fulfilled = {
                error,
                status,
                signal,
                get stdout() {
                  return c.store.stdout.join("");
                },
                get stderr() {
                  return c.store.stderr.join("");
                },
                get stdall() {
                  return c.store.stdall.join("");
                },
                stdio,
                duration: Date.now() - now,
                ctx: c
              };
              (_a3 = opts.signal) == null ? void 0 : _a3.removeEventListener("abort", onAbort);
              c.callback(error, c.fulfilled);
              c.ee.emit("end", c.fulfilled, c);
            });
          }, c);
        }
      } catch (error) {
        c.callback(
          error,
          c.fulfilled = {
            error,
            status: null,
            signal: null,
            stdout: "",
            stderr: "",
            stdall: "",
            stdio,
            duration: Date.now() - now,
            ctx: c
          }
        );
        c.ee.emit("err", error, c);
        c.ee.emit("end", c.fulfilled, c);
      }
      return c;
    };
    var exec = (ctx) => invoke(normalizeCtx(ctx));
    var IS_WIN = import_node_process4.default.platform === "win32";
    var IS_WIN2025_PLUS = IS_WIN && Number.parseInt(import_node_os22.default.release().split(".")[2], 10) >= 26e3;
    var LOOKUPS = {
      wmic: {
        cmd: "wmic process get ProcessId,ParentProcessId,CommandLine",
        args: [],
        parse(stdout) {
          return parse(removeWmicPrefix(stdout), { format: "win" });
        }
      },
      ps: {
        cmd: "ps",
        args: ["-lx"],
        parse(stdout) {
          return parse(stdout, { format: "unix" });
        }
      },
      pwsh: {
        cmd: "pwsh",
        args: ["-NoProfile", "-Command", '"Get-CimInstance Win32_Process | Select-Object ProcessId,ParentProcessId,CommandLine | ConvertTo-Json -Compress"'],
        parse(stdout) {
          let arr = [];
          try {
            arr = JSON.parse(stdout);
          } catch (e) {
            return [];
          }
          return arr.map((p) => ({
            ProcessId: [p.ProcessId + ""],
            ParentProcessId: [p.ParentProcessId + ""],
            CommandLine: p.CommandLine ? [p.CommandLine] : []
          }));
        }
      }
    };
    var isBin = (f) => {
      if (f === "") return false;
      if (!f.includes("/") && !f.includes("\\")) return true;
      if (f.length > 3 && f[0] === '"')
        return f[f.length - 1] === '"' ? isBin(f.slice(1, -1)) : false;
      try {
        if (!import_node_fs8.default.existsSync(f)) return false;
        const stat = import_node_fs8.default.lstatSync(f);
        return stat.isFile() || stat.isSymbolicLink();
      } catch (e) {
        return false;
      }
    };
    var lookup = (query = {}, cb = noop2) => _lookup({ query, cb, sync: false });
    var lookupSync = (query = {}, cb = noop2) => _lookup({ query, cb, sync: true });
    lookup.sync = lookupSync;
    var _lookup = ({
      query = {},
      cb = noop2,
      sync = false
    }) => {
      const pFactory = sync ? makePseudoDeferred.bind(null, []) : makeDeferred;
      const { promise, resolve: resolve2, reject } = pFactory();
      const result = [];
      const lookupFlow = IS_WIN ? IS_WIN2025_PLUS ? "pwsh" : "wmic" : "ps";
      const {
        parse: parse2,
        cmd,
        args
      } = LOOKUPS[lookupFlow];
      const callback = (err2, { stdout }) => {
        if (err2) {
          reject(err2);
          cb(err2);
          return;
        }
        result.push(...filterProcessList(normalizeOutput(parse2(stdout)), query));
        resolve2(result);
        cb(null, result);
      };
      exec({
        cmd,
        args,
        callback,
        sync,
        run(cb2) {
          cb2();
        }
      });
      return Object.assign(promise, result);
    };
    var filterProcessList = (processList, query = {}) => {
      const pidList = (query.pid === void 0 ? [] : [query.pid].flat(1)).map((v) => v + "");
      const filters = [
        (p) => query.command ? new RegExp(query.command, "i").test(p.command) : true,
        (p) => query.arguments ? new RegExp(query.arguments, "i").test(p.arguments.join(" ")) : true,
        (p) => query.ppid ? query.ppid + "" === p.ppid : true
      ];
      return processList.filter(
        (p) => (pidList.length === 0 || pidList.includes(p.pid)) && filters.every((f) => f(p))
      );
    };
    var removeWmicPrefix = (stdout) => {
      const s = stdout.indexOf(LOOKUPS.wmic.cmd + import_node_os22.default.EOL);
      const e = stdout.includes(">") ? stdout.trimEnd().lastIndexOf(import_node_os22.default.EOL) : stdout.length;
      return (s > 0 ? stdout.slice(s + LOOKUPS.wmic.cmd.length, e) : stdout.slice(0, e)).trimStart();
    };
    var pickTree = (list, pid, recursive = false) => {
      const children = list.filter((p) => p.ppid === pid + "");
      return [
        ...children,
        ...children.flatMap((p) => recursive ? pickTree(list, p.pid, true) : [])
      ];
    };
    var _tree = ({
      cb = noop2,
      opts,
      sync = false
    }) => {
      if (typeof opts === "string" || typeof opts === "number") {
        return _tree({ opts: { pid: opts }, cb, sync });
      }
      const onError = (err2) => cb(err2);
      const onData = (all) => {
        if (opts === void 0) return all;
        const { pid, recursive = false } = opts;
        const list = pickTree(all, pid, recursive);
        cb(null, list);
        return list;
      };
      try {
        const all = _lookup({ sync });
        return sync ? onData(all) : all.then(onData, (err2) => {
          onError(err2);
          throw err2;
        });
      } catch (err2) {
        onError(err2);
        return Promise.reject(err2);
      }
    };
    var tree = (opts, cb) => __async(null, null, function* () {
      return _tree({ opts, cb });
    });
    var treeSync = (opts, cb) => _tree({ opts, cb, sync: true });
    tree.sync = treeSync;
    var kill2 = (pid, opts, next) => {
      if (typeof opts == "function") {
        return kill2(pid, void 0, opts);
      }
      if (typeof opts == "string" || typeof opts == "number") {
        return kill2(pid, { signal: opts }, next);
      }
      const { promise, resolve: resolve2, reject } = makeDeferred();
      const {
        timeout = 30,
        signal = "SIGTERM"
      } = opts || {};
      try {
        import_node_process4.default.kill(+pid, signal);
      } catch (e) {
        reject(e);
        next == null ? void 0 : next(e);
        return promise;
      }
      let checkConfident = 0;
      let checkTimeoutTimer;
      let checkIsTimeout = false;
      const checkKilled = (finishCallback) => lookup({ pid }, (err2, list = []) => {
        if (checkIsTimeout) return;
        if (err2) {
          clearTimeout(checkTimeoutTimer);
          reject(err2);
          finishCallback == null ? void 0 : finishCallback(err2, pid);
        } else if (list.length > 0) {
          checkConfident = checkConfident - 1 || 0;
          checkKilled(finishCallback);
        } else {
          checkConfident++;
          if (checkConfident === 5) {
            clearTimeout(checkTimeoutTimer);
            resolve2(pid);
            finishCallback == null ? void 0 : finishCallback(null, pid);
          } else {
            checkKilled(finishCallback);
          }
        }
      });
      if (next) {
        checkKilled(next);
        checkTimeoutTimer = setTimeout(() => {
          checkIsTimeout = true;
          next(new Error("Kill process timeout"));
        }, timeout * 1e3);
      } else {
        resolve2(pid);
      }
      return promise;
    };
    var normalizeOutput = (data) => data.reduce((m, d) => {
      var _a, _b;
      const pid = (_a = d.PID || d.ProcessId) == null ? void 0 : _a[0];
      const ppid = (_b = d.PPID || d.ParentProcessId) == null ? void 0 : _b[0];
      const _cmd = d.CMD || d.CommandLine || d.COMMAND || [];
      const cmd = _cmd.length === 1 ? _cmd[0].split(/\s+/) : _cmd;
      if (pid && cmd.length > 0) {
        const c = cmd.findIndex((_v, i) => isBin(cmd.slice(0, i).join(" ")));
        const command2 = (c === -1 ? cmd : cmd.slice(0, c)).join(" ");
        const args = c === -1 ? [] : cmd.slice(c);
        m.push({
          pid,
          ppid,
          command: command2,
          arguments: args
        });
      }
      return m;
    }, []);
    var makeDeferred = () => {
      let resolve2;
      let reject;
      const promise = new Promise((res, rej) => {
        resolve2 = res;
        reject = rej;
      });
      return { resolve: resolve2, reject, promise };
    };
    var makePseudoDeferred = (r = {}) => ({
      promise: r,
      resolve: identity,
      reject(e) {
        throw e;
      }
    });
    var noop2 = () => {
    };
    var identity = (v) => v;
    var index_default = { kill: kill2, lookup, lookupSync, tree, treeSync };
    var import_internals = require_internals();
    var chalk22 = import_internals.bus.wrap("chalk", source_default);
    var which3 = import_internals.bus.wrap("which", import_which.default);
    var ps3 = import_internals.bus.wrap("ps", index_default);
  }
});

// node_modules/zx/build/util.cjs
var require_util = __commonJS({
  "node_modules/zx/build/util.cjs"(exports2, module2) {
    "use strict";
    var {
      __spreadValues,
      __spreadProps,
      __export: __export2,
      __toESM: __toESM2,
      __toCommonJS
    } = require_esblib();
    var util_exports = {};
    __export2(util_exports, {
      bufArrJoin: () => bufArrJoin,
      bufToString: () => bufToString,
      getLast: () => getLast,
      getLines: () => getLines,
      identity: () => identity,
      isString: () => isString,
      isStringLiteral: () => import_vendor_core.isStringLiteral,
      iteratorToArray: () => iteratorToArray,
      noop: () => noop,
      once: () => once2,
      parseBool: () => parseBool,
      parseDuration: () => parseDuration2,
      preferLocalBin: () => preferLocalBin,
      proxyOverride: () => proxyOverride,
      quote: () => quote4,
      quotePowerShell: () => quotePowerShell3,
      randomId: () => randomId,
      toCamelCase: () => toCamelCase
    });
    module2.exports = __toCommonJS(util_exports);
    var import_node_path5 = __toESM2(require("path"), 1);
    var import_node_process = __toESM2(require("process"), 1);
    var import_vendor_core = require_vendor_core();
    function noop() {
    }
    function identity(v) {
      return v;
    }
    function randomId() {
      return Math.random().toString(36).slice(2);
    }
    function isString(obj) {
      return typeof obj === "string";
    }
    var utf8Decoder = new TextDecoder("utf-8");
    var bufToString = (buf) => isString(buf) ? buf : utf8Decoder.decode(buf);
    var bufArrJoin = (arr) => arr.reduce((acc, buf) => acc + bufToString(buf), "");
    var getLast = (arr) => arr[arr.length - 1];
    function preferLocalBin(env, ...dirs) {
      const pathKey = import_node_process.default.platform === "win32" ? Object.keys(env).reverse().find((key) => key.toUpperCase() === "PATH") || "Path" : "PATH";
      const pathValue = dirs.map(
        (c) => c && [
          import_node_path5.default.resolve(c, "node_modules", ".bin"),
          import_node_path5.default.resolve(c)
        ]
      ).flat().concat(env[pathKey]).filter(Boolean).join(import_node_path5.default.delimiter);
      return __spreadProps(__spreadValues({}, env), {
        [pathKey]: pathValue
      });
    }
    function quote4(arg) {
      if (arg === "") return `$''`;
      if (/^[\w/.\-@:=]+$/.test(arg)) return arg;
      return `$'` + arg.replace(/\\/g, "\\\\").replace(/'/g, "\\'").replace(/\f/g, "\\f").replace(/\n/g, "\\n").replace(/\r/g, "\\r").replace(/\t/g, "\\t").replace(/\v/g, "\\v").replace(/\0/g, "\\0") + `'`;
    }
    function quotePowerShell3(arg) {
      if (arg === "") return `''`;
      if (/^[\w/.\-]+$/.test(arg)) return arg;
      return `'` + arg.replace(/'/g, "''") + `'`;
    }
    function parseDuration2(d) {
      if (typeof d === "number") {
        if (isNaN(d) || d < 0) throw new Error(`Invalid duration: "${d}".`);
        return d;
      }
      const [m, v, u] = d.match(/^(\d+)(m?s?)$/) || [];
      if (!m) throw new Error(`Unknown duration: "${d}".`);
      return +v * ({ s: 1e3, ms: 1, m: 6e4 }[u] || 1);
    }
    var once2 = (fn) => {
      let called = false;
      let result;
      return (...args) => called ? result : (called = true, result = fn(...args));
    };
    var proxyOverride = (origin, ...fallbacks) => new Proxy(origin, {
      get(target, key) {
        var _a, _b;
        return (_b = (_a = fallbacks.find((f) => key in f)) == null ? void 0 : _a[key]) != null ? _b : Reflect.get(target, key);
      }
    });
    var toCamelCase = (str) => str.toLowerCase().replace(/([a-z])[_-]+([a-z])/g, (_, p1, p2) => p1 + p2.toUpperCase());
    var parseBool = (v) => v === "true" || v !== "false" && v;
    var getLines = (chunk, next, delimiter) => {
      const lines = ((next.pop() || "") + bufToString(chunk)).split(delimiter);
      next.push(lines.pop());
      return lines;
    };
    var iteratorToArray = (it) => {
      const arr = [];
      let entry;
      while (!(entry = it.next()).done) arr.push(entry.value);
      return arr;
    };
  }
});

// node_modules/zx/build/core.cjs
var require_core = __commonJS({
  "node_modules/zx/build/core.cjs"(exports2, module2) {
    "use strict";
    var {
      __spreadValues,
      __spreadProps,
      __export: __export2,
      __toESM: __toESM2,
      __toCommonJS,
      __async,
      __await,
      __asyncGenerator,
      __yieldStar,
      __forAwait
    } = require_esblib();
    var core_exports2 = {};
    __export2(core_exports2, {
      $: () => $2,
      Fail: () => Fail2,
      ProcessOutput: () => ProcessOutput2,
      ProcessPromise: () => ProcessPromise2,
      bus: () => import_internals.bus,
      cd: () => cd2,
      chalk: () => import_vendor_core3.chalk,
      defaults: () => defaults2,
      kill: () => kill2,
      log: () => log2,
      os: () => os2,
      path: () => import_node_path5.default,
      ps: () => import_vendor_core3.ps,
      quote: () => import_util2.quote,
      quotePowerShell: () => import_util2.quotePowerShell,
      resolveDefaults: () => resolveDefaults2,
      syncProcessCwd: () => syncProcessCwd2,
      useBash: () => useBash2,
      usePowerShell: () => usePowerShell2,
      usePwsh: () => usePwsh2,
      which: () => import_vendor_core3.which,
      within: () => within2
    });
    module2.exports = __toCommonJS(core_exports2);
    var import_node_async_hooks = require("async_hooks");
    var import_node_buffer = require("buffer");
    var import_node_child_process4 = __toESM2(require("child_process"), 1);
    var import_node_events2 = require("events");
    var import_node_fs8 = __toESM2(require("fs"), 1);
    var import_node_os5 = require("os");
    var import_node_process2 = __toESM2(require("process"), 1);
    var import_node_util2 = require("util");
    var EXIT_CODES = {
      2: "Misuse of shell builtins",
      126: "Invoked command cannot execute",
      127: "Command not found",
      128: "Invalid exit argument",
      129: "Hangup",
      130: "Interrupt",
      131: "Quit and dump core",
      132: "Illegal instruction",
      133: "Trace/breakpoint trap",
      134: "Process aborted",
      135: 'Bus error: "access to undefined portion of memory object"',
      136: 'Floating point exception: "erroneous arithmetic operation"',
      137: "Kill (terminate immediately)",
      138: "User-defined 1",
      139: "Segmentation violation",
      140: "User-defined 2",
      141: "Write to pipe with no one reading",
      142: "Signal raised by alarm",
      143: "Termination (request to terminate)",
      145: "Child process terminated, stopped (or continued*)",
      146: "Continue if stopped",
      147: "Stop executing temporarily",
      148: "Terminal stop signal",
      149: 'Background process attempting to read from tty ("in")',
      150: 'Background process attempting to write to tty ("out")',
      151: "Urgent data available on socket",
      152: "CPU time limit exceeded",
      153: "File size limit exceeded",
      154: 'Signal raised by timer counting virtual time: "virtual timer expired"',
      155: "Profiling timer expired",
      157: "Pollable event",
      159: "Bad syscall"
    };
    var ERRNO_CODES = {
      0: "Success",
      1: "Not super-user",
      2: "No such file or directory",
      3: "No such process",
      4: "Interrupted system call",
      5: "I/O error",
      6: "No such device or address",
      7: "Arg list too long",
      8: "Exec format error",
      9: "Bad file number",
      10: "No children",
      11: "No more processes",
      12: "Not enough core",
      13: "Permission denied",
      14: "Bad address",
      15: "Block device required",
      16: "Mount device busy",
      17: "File exists",
      18: "Cross-device link",
      19: "No such device",
      20: "Not a directory",
      21: "Is a directory",
      22: "Invalid argument",
      23: "Too many open files in system",
      24: "Too many open files",
      25: "Not a typewriter",
      26: "Text file busy",
      27: "File too large",
      28: "No space left on device",
      29: "Illegal seek",
      30: "Read only file system",
      31: "Too many links",
      32: "Broken pipe",
      33: "Math arg out of domain of func",
      34: "Math result not representable",
      35: "File locking deadlock error",
      36: "File or path name too long",
      37: "No record locks available",
      38: "Function not implemented",
      39: "Directory not empty",
      40: "Too many symbolic links",
      42: "No message of desired type",
      43: "Identifier removed",
      44: "Channel number out of range",
      45: "Level 2 not synchronized",
      46: "Level 3 halted",
      47: "Level 3 reset",
      48: "Link number out of range",
      49: "Protocol driver not attached",
      50: "No CSI structure available",
      51: "Level 2 halted",
      52: "Invalid exchange",
      53: "Invalid request descriptor",
      54: "Exchange full",
      55: "No anode",
      56: "Invalid request code",
      57: "Invalid slot",
      59: "Bad font file fmt",
      60: "Device not a stream",
      61: "No data (for no delay io)",
      62: "Timer expired",
      63: "Out of streams resources",
      64: "Machine is not on the network",
      65: "Package not installed",
      66: "The object is remote",
      67: "The link has been severed",
      68: "Advertise error",
      69: "Srmount error",
      70: "Communication error on send",
      71: "Protocol error",
      72: "Multihop attempted",
      73: "Cross mount point (not really error)",
      74: "Trying to read unreadable message",
      75: "Value too large for defined data type",
      76: "Given log. name not unique",
      77: "f.d. invalid for this operation",
      78: "Remote address changed",
      79: "Can   access a needed shared lib",
      80: "Accessing a corrupted shared lib",
      81: ".lib section in a.out corrupted",
      82: "Attempting to link in too many libs",
      83: "Attempting to exec a shared library",
      84: "Illegal byte sequence",
      86: "Streams pipe error",
      87: "Too many users",
      88: "Socket operation on non-socket",
      89: "Destination address required",
      90: "Message too long",
      91: "Protocol wrong type for socket",
      92: "Protocol not available",
      93: "Unknown protocol",
      94: "Socket type not supported",
      95: "Not supported",
      96: "Protocol family not supported",
      97: "Address family not supported by protocol family",
      98: "Address already in use",
      99: "Address not available",
      100: "Network interface is not configured",
      101: "Network is unreachable",
      102: "Connection reset by network",
      103: "Connection aborted",
      104: "Connection reset by peer",
      105: "No buffer space available",
      106: "Socket is already connected",
      107: "Socket is not connected",
      108: "Can't send after socket shutdown",
      109: "Too many references",
      110: "Connection timed out",
      111: "Connection refused",
      112: "Host is down",
      113: "Host is unreachable",
      114: "Socket already connected",
      115: "Connection already in progress",
      116: "Stale file handle",
      122: "Quota exceeded",
      123: "No medium (in tape drive)",
      125: "Operation canceled",
      130: "Previous owner died",
      131: "State not recoverable"
    };
    var DOCS_URL = "https://google.github.io/zx";
    var _Fail = class _Fail2 extends Error {
      static formatExitMessage(code, signal, stderr, from, details = "") {
        if (code == 0 && signal == null) return `exit code: ${code}`;
        const codeInfo = _Fail2.getExitCodeInfo(code);
        let message = `${stderr}
    at ${from}
    exit code: ${code}${codeInfo ? " (" + codeInfo + ")" : ""}`;
        if (signal != null) message += `
    signal: ${signal}`;
        if (details) message += `
    details: 
${details}`;
        return message;
      }
      static formatErrorMessage(err2, from) {
        return `${err2.message}
    errno: ${err2.errno} (${_Fail2.getErrnoMessage(err2.errno)})
    code: ${err2.code}
    at ${from}`;
      }
      static formatErrorDetails(lines = [], lim = 20) {
        if (lines.length < lim) return lines.join("\n");
        let errors = lines.filter((l) => /(fail|error|not ok|exception)/i.test(l));
        if (errors.length === 0) errors = lines;
        return errors.slice(0, lim).join("\n") + (errors.length > lim ? "\n..." : "");
      }
      static getExitCodeInfo(exitCode2) {
        return EXIT_CODES[exitCode2];
      }
      static getCallerLocationFromString(stackString = "unknown") {
        const lines = stackString.split(/^\s*(at\s)?/m).filter((s) => s == null ? void 0 : s.includes(":"));
        const i = lines.findIndex((l) => l.includes("Proxy.set"));
        const offset = i < 0 ? i : i + 2;
        return (lines.find((l) => l.includes("file://")) || lines[offset] || stackString).trim();
      }
      static getCallerLocation(err2 = new Error("zx error")) {
        return _Fail2.getCallerLocationFromString(err2.stack);
      }
      static getErrnoMessage(errno) {
        return ERRNO_CODES[-errno] || "Unknown error";
      }
    };
    _Fail.DOCS_URL = DOCS_URL;
    _Fail.EXIT_CODES = EXIT_CODES;
    _Fail.ERRNO_CODES = ERRNO_CODES;
    var Fail2 = _Fail;
    var import_vendor_core = require_vendor_core();
    var import_node_util3 = require("util");
    var import_node_process = __toESM2(require("process"), 1);
    var formatters = {
      cmd({ cmd }) {
        return formatCmd(cmd);
      },
      stdout({ data }) {
        return data;
      },
      stderr({ data }) {
        return data;
      },
      custom({ data }) {
        return data;
      },
      fetch(entry) {
        const init = entry.init ? " " + (0, import_node_util3.inspect)(entry.init) : "";
        return `$ ${import_vendor_core.chalk.greenBright("fetch")} ${entry.url}${init}
`;
      },
      cd(entry) {
        return `$ ${import_vendor_core.chalk.greenBright("cd")} ${entry.dir}
`;
      },
      retry(entry) {
        const attempt = `Attempt: ${entry.attempt}${entry.total == Infinity ? "" : `/${entry.total}`}`;
        const delay = entry.delay > 0 ? `; next in ${entry.delay}ms` : "";
        return `${import_vendor_core.chalk.bgRed.white(" FAIL ")} ${attempt}${delay}
`;
      },
      end() {
        return "";
      },
      kill() {
        return "";
      }
    };
    var log2 = function(entry) {
      var _a;
      if (!entry.verbose) return;
      const stream = log2.output || import_node_process.default.stderr;
      const format = ((_a = log2.formatters) == null ? void 0 : _a[entry.kind]) || formatters[entry.kind];
      if (!format) return;
      stream.write(format(entry));
    };
    var SPACE_RE = /\s/;
    var SYNTAX = "()[]{}<>;:+|&=";
    var CMD_BREAK = "|&;><";
    var RESERVED_WORDS = /* @__PURE__ */ new Set([
      "if",
      "then",
      "else",
      "elif",
      "fi",
      "case",
      "esac",
      "for",
      "select",
      "while",
      "until",
      "do",
      "done",
      "in",
      "EOF"
    ]);
    function formatCmd(cmd) {
      if (cmd == void 0) return import_vendor_core.chalk.grey("undefined");
      let q = "";
      let out2 = "$ ";
      let buf = "";
      let mode = "";
      let pos = 0;
      const cap = () => {
        const word = buf.trim();
        if (word) {
          pos++;
          if (mode === "syntax") {
            if (CMD_BREAK.includes(word)) {
              pos = 0;
            }
            out2 += import_vendor_core.chalk.red(buf);
          } else if (mode === "quote" || mode === "dollar") {
            out2 += import_vendor_core.chalk.yellowBright(buf);
          } else if (RESERVED_WORDS.has(word)) {
            out2 += import_vendor_core.chalk.cyanBright(buf);
          } else if (pos === 1) {
            out2 += import_vendor_core.chalk.greenBright(buf);
            pos = Infinity;
          } else {
            out2 += buf;
          }
        } else {
          out2 += buf;
        }
        mode = "";
        buf = "";
      };
      for (const c of [...cmd]) {
        if (!q) {
          if (c === "$") {
            cap();
            mode = "dollar";
            buf += c;
            cap();
          } else if (c === "'" || c === '"') {
            cap();
            mode = "quote";
            q = c;
            buf += c;
          } else if (SPACE_RE.test(c)) {
            cap();
            buf += c;
          } else if (SYNTAX.includes(c)) {
            const isEnv = c === "=" && pos === 0;
            isEnv && (pos = 1);
            cap();
            mode = "syntax";
            buf += c;
            cap();
            isEnv && (pos = -1);
          } else {
            buf += c;
          }
        } else {
          buf += c;
          if (c === q) {
            cap();
            q = "";
          }
        }
      }
      cap();
      return out2.replaceAll("\n", import_vendor_core.chalk.reset("\n> ")) + "\n";
    }
    var import_vendor_core2 = require_vendor_core();
    var import_util = require_util();
    var import_internals = require_internals();
    var import_node_path5 = __toESM2(require("path"), 1);
    var os2 = __toESM2(require("os"), 1);
    var import_vendor_core3 = require_vendor_core();
    var import_util2 = require_util();
    var CWD = /* @__PURE__ */ Symbol("processCwd");
    var SYNC = /* @__PURE__ */ Symbol("syncExec");
    var EPF = /* @__PURE__ */ Symbol("end-piped-from");
    var SHOT = /* @__PURE__ */ Symbol("snapshot");
    var EOL = import_node_buffer.Buffer.from(import_node_os5.EOL);
    var BR_CC = "\n".charCodeAt(0);
    var DLMTR = /\r?\n/;
    var SIGTERM = "SIGTERM";
    var ENV_PREFIX = "ZX_";
    var ENV_OPTS = /* @__PURE__ */ new Set([
      "cwd",
      "preferLocal",
      "detached",
      "verbose",
      "quiet",
      "timeout",
      "timeoutSignal",
      "killSignal",
      "prefix",
      "postfix",
      "shell"
    ]);
    var defaults2 = resolveDefaults2({
      [CWD]: import_node_process2.default.cwd(),
      [SYNC]: false,
      verbose: false,
      env: import_node_process2.default.env,
      sync: false,
      shell: true,
      stdio: "pipe",
      nothrow: false,
      quiet: false,
      detached: false,
      preferLocal: false,
      spawn: import_node_child_process4.default.spawn,
      spawnSync: import_node_child_process4.default.spawnSync,
      log: log2,
      kill: kill2,
      killSignal: SIGTERM,
      timeoutSignal: SIGTERM
    });
    var storage = new import_node_async_hooks.AsyncLocalStorage();
    var getStore = () => storage.getStore() || defaults2;
    var getSnapshot = (opts, from, pieces, args) => __spreadProps(__spreadValues({}, opts), {
      ac: opts.ac || new AbortController(),
      ee: new import_node_events2.EventEmitter(),
      from,
      pieces,
      args,
      cmd: ""
    });
    function within2(callback) {
      return storage.run(__spreadValues({}, getStore()), callback);
    }
    var $2 = new Proxy(
      // prettier-ignore
      function(pieces, ...args) {
        const opts = getStore();
        if (!Array.isArray(pieces)) {
          return function(...args2) {
            return within2(() => Object.assign($2, opts, pieces).apply(this, args2));
          };
        }
        const from = Fail2.getCallerLocation();
        const cb = () => cb[SHOT] = getSnapshot(opts, from, pieces, args);
        const pp = new ProcessPromise2(cb);
        if (!pp.isHalted()) pp.run();
        return pp.sync ? pp.output : pp;
      },
      {
        set(t, key, value) {
          return Reflect.set(
            key in Function.prototype ? t : getStore(),
            key === "sync" ? SYNC : key,
            value
          );
        },
        get(t, key) {
          return key === "sync" ? $2({ sync: true }) : Reflect.get(key in Function.prototype ? t : getStore(), key);
        }
      }
    );
    var _ProcessPromise = class _ProcessPromise2 extends Promise {
      constructor(executor) {
        let resolve2;
        let reject;
        super((...args) => {
          ;
          [resolve2 = import_util.noop, reject = import_util.noop] = args;
          executor(...args);
        });
        this._stage = "initial";
        this._id = (0, import_util.randomId)();
        this._piped = false;
        this._stdin = new import_vendor_core2.VoidStream();
        this._zurk = null;
        this._output = null;
        this.writable = true;
        const snapshot = executor[SHOT];
        if (snapshot) {
          this._snapshot = snapshot;
          this._resolve = resolve2;
          this._reject = reject;
          if (snapshot.halt) this._stage = "halted";
          try {
            this.build();
          } catch (err2) {
            this.finalize(ProcessOutput2.fromError(err2), true);
          }
        } else _ProcessPromise2.disarm(this);
      }
      // prettier-ignore
      build() {
        const $22 = this._snapshot;
        if (!$22.shell)
          throw new Fail2(`No shell is available: ${Fail2.DOCS_URL}/shell`);
        if (!$22.quote)
          throw new Fail2(`No quote function is defined: ${Fail2.DOCS_URL}/quotes`);
        if ($22.pieces.some((p) => p == null))
          throw new Fail2(`Malformed command at ${$22.from}`);
        $22.cmd = (0, import_vendor_core2.buildCmd)(
          $22.quote,
          $22.pieces,
          $22.args
        );
      }
      run() {
        var _a, _b;
        _ProcessPromise2.bus.runBack(this);
        if (this.isRunning() || this.isSettled()) return this;
        this._stage = "running";
        const self = this;
        const $22 = self._snapshot;
        const id = self.id;
        const cwd = $22.cwd || $22[CWD];
        if ($22.preferLocal) {
          const dirs = $22.preferLocal === true ? [$22.cwd, $22[CWD]] : [$22.preferLocal].flat();
          $22.env = (0, import_util.preferLocalBin)($22.env, ...dirs);
        }
        this._zurk = (0, import_vendor_core2.exec)({
          cmd: self.fullCmd,
          cwd,
          input: (_b = (_a = $22.input) == null ? void 0 : _a.stdout) != null ? _b : $22.input,
          stdin: self._stdin,
          sync: self.sync,
          signal: self.signal,
          shell: (0, import_util.isString)($22.shell) ? $22.shell : true,
          id,
          env: $22.env,
          spawn: $22.spawn,
          spawnSync: $22.spawnSync,
          store: $22.store,
          stdio: $22.stdio,
          detached: $22.detached,
          ee: $22.ee,
          run(cb, ctx) {
            var _a2, _b2;
            ((_b2 = (_a2 = self.cmd).then) == null ? void 0 : _b2.call(
              _a2,
              (cmd) => {
                $22.cmd = cmd;
                ctx.cmd = self.fullCmd;
                cb();
              },
              (error) => self.finalize(ProcessOutput2.fromError(error))
            )) || cb();
          },
          on: {
            start: () => {
              $22.log({ kind: "cmd", cmd: $22.cmd, cwd, verbose: self.isVerbose(), id });
              self.timeout($22.timeout, $22.timeoutSignal);
            },
            stdout: (data) => {
              $22.log({ kind: "stdout", data, verbose: !self._piped && self.isVerbose(), id });
            },
            stderr: (data) => {
              $22.log({ kind: "stderr", data, verbose: !self.isQuiet(), id });
            },
            end: (data, c) => {
              const { error: _error, status, signal: __signal, duration: duration2, ctx: { store } } = data;
              const { stdout, stderr } = store;
              const { cause, exitCode: exitCode2, signal: _signal } = self._breakerData || {};
              const signal = _signal != null ? _signal : __signal;
              const code = exitCode2 != null ? exitCode2 : status;
              const error = cause != null ? cause : _error;
              const output = new ProcessOutput2({
                code,
                signal,
                error,
                duration: duration2,
                store,
                from: $22.from
              });
              $22.log({ kind: "end", signal, exitCode: code, duration: duration2, error, verbose: self.isVerbose(), id });
              if (stdout.length && (0, import_util.getLast)((0, import_util.getLast)(stdout)) !== BR_CC) c.on.stdout(EOL, c);
              if (stderr.length && (0, import_util.getLast)((0, import_util.getLast)(stderr)) !== BR_CC) c.on.stderr(EOL, c);
              self.finalize(output);
            }
          }
        });
        return this;
      }
      break(exitCode2, signal, cause) {
        if (!this.isRunning()) return;
        this._breakerData = { exitCode: exitCode2, signal, cause };
        this.kill(signal);
      }
      finalize(output, legacy = false) {
        if (this.isSettled()) return;
        this._output = output;
        _ProcessPromise2.bus.unpipeBack(this);
        if (output.ok || this.isNothrow()) {
          this._stage = "fulfilled";
          this._resolve(output);
        } else {
          this._stage = "rejected";
          if (legacy) {
            this._resolve(output);
            throw output.cause || output;
          }
          this._reject(output);
          if (this.sync) throw output;
        }
      }
      abort(reason) {
        if (this.isSettled()) throw new Fail2("Too late to abort the process.");
        if (this.signal !== this.ac.signal)
          throw new Fail2("The signal is controlled by another process.");
        if (!this.child)
          throw new Fail2("Trying to abort a process without creating one.");
        this.ac.abort(reason);
      }
      kill(signal) {
        if (this.isSettled()) throw new Fail2("Too late to kill the process.");
        if (!this.child)
          throw new Fail2("Trying to kill a process without creating one.");
        if (!this.pid) throw new Fail2("The process pid is undefined.");
        return $2.kill(this.pid, signal || this._snapshot.killSignal || $2.killSignal);
      }
      // Configurators
      stdio(stdin, stdout = "pipe", stderr = "pipe") {
        this._snapshot.stdio = Array.isArray(stdin) ? stdin : [stdin, stdout, stderr];
        return this;
      }
      nothrow(v = true) {
        this._snapshot.nothrow = v;
        return this;
      }
      quiet(v = true) {
        this._snapshot.quiet = v;
        return this;
      }
      verbose(v = true) {
        this._snapshot.verbose = v;
        return this;
      }
      timeout(d = 0, signal = $2.timeoutSignal) {
        if (this.isSettled()) return this;
        const $22 = this._snapshot;
        $22.timeout = (0, import_util.parseDuration)(d);
        $22.timeoutSignal = signal;
        if (this._timeoutId) clearTimeout(this._timeoutId);
        if ($22.timeout && this.isRunning()) {
          this._timeoutId = setTimeout(() => this.kill($22.timeoutSignal), $22.timeout);
          this.finally(() => clearTimeout(this._timeoutId)).catch(import_util.noop);
        }
        return this;
      }
      /**
       *  @deprecated Use $({halt: true})`cmd` instead.
       */
      halt() {
        return this;
      }
      // Getters
      get id() {
        return this._id;
      }
      get pid() {
        var _a;
        return (_a = this.child) == null ? void 0 : _a.pid;
      }
      get cmd() {
        return this._snapshot.cmd;
      }
      get fullCmd() {
        const { prefix = "", postfix = "", cmd } = this._snapshot;
        return prefix + cmd + postfix;
      }
      get child() {
        var _a;
        return (_a = this._zurk) == null ? void 0 : _a.child;
      }
      get stdin() {
        var _a;
        return (_a = this.child) == null ? void 0 : _a.stdin;
      }
      get stdout() {
        var _a;
        return (_a = this.child) == null ? void 0 : _a.stdout;
      }
      get stderr() {
        var _a;
        return (_a = this.child) == null ? void 0 : _a.stderr;
      }
      get exitCode() {
        return this.then(
          (o) => o.exitCode,
          (o) => o.exitCode
        );
      }
      get signal() {
        return this._snapshot.signal || this.ac.signal;
      }
      get ac() {
        return this._snapshot.ac;
      }
      get output() {
        return this._output;
      }
      get stage() {
        return this._stage;
      }
      get sync() {
        return this._snapshot[SYNC];
      }
      get [Symbol.toStringTag]() {
        return "ProcessPromise";
      }
      [Symbol.toPrimitive]() {
        return this.toString();
      }
      // Output formatters
      json() {
        return this.then((o) => o.json());
      }
      text(encoding) {
        return this.then((o) => o.text(encoding));
      }
      lines(delimiter) {
        return this.then((o) => o.lines(delimiter));
      }
      buffer() {
        return this.then((o) => o.buffer());
      }
      blob(type) {
        return this.then((o) => o.blob(type));
      }
      // Status checkers
      isQuiet() {
        return this._snapshot.quiet;
      }
      isVerbose() {
        return this._snapshot.verbose && !this.isQuiet();
      }
      isNothrow() {
        return this._snapshot.nothrow;
      }
      isHalted() {
        return this.stage === "halted" && !this.sync;
      }
      isSettled() {
        return !!this.output;
      }
      isRunning() {
        return this.stage === "running";
      }
      // Piping
      // prettier-ignore
      get pipe() {
        const getPipeMethod = (kind) => this._pipe.bind(this, kind);
        const stdout = getPipeMethod("stdout");
        const stderr = getPipeMethod("stderr");
        const stdall = getPipeMethod("stdall");
        return Object.assign(stdout, { stdout, stderr, stdall });
      }
      unpipe(to) {
        _ProcessPromise2.bus.unpipe(this, to);
        return this;
      }
      // prettier-ignore
      _pipe(source, dest, ...args) {
        if ((0, import_util.isString)(dest))
          return this._pipe(source, import_node_fs8.default.createWriteStream(dest));
        if ((0, import_util.isStringLiteral)(dest, ...args))
          return this._pipe(
            source,
            $2({
              halt: true,
              signal: this.signal
            })(dest, ...args)
          );
        const isP = dest instanceof _ProcessPromise2;
        if (isP && dest.isSettled()) throw new Fail2("Cannot pipe to a settled process.");
        if (!isP && dest.writableEnded) throw new Fail2("Cannot pipe to a closed stream.");
        this._piped = true;
        _ProcessPromise2.bus.pipe(this, dest);
        const { ee } = this._snapshot;
        const output = this.output;
        const from = new import_vendor_core2.VoidStream();
        const check = () => {
          var _a;
          return !!((_a = _ProcessPromise2.bus.refs.get(this)) == null ? void 0 : _a.has(dest));
        };
        const end2 = () => {
          if (!check()) return;
          setImmediate(() => {
            _ProcessPromise2.bus.unpipe(this, dest);
            _ProcessPromise2.bus.sources(dest).length === 0 && from.end();
          });
        };
        const fill = () => {
          for (const chunk of this._zurk.store[source]) from.write(chunk);
        };
        const fillSettled = () => {
          if (!output) return;
          if (isP && !output.ok) dest.break(output.exitCode, output.signal, output.cause);
          fill();
          end2();
        };
        if (!output) {
          const onData = (chunk) => check() && from.write(chunk);
          ee.once(source, () => {
            fill();
            ee.on(source, onData);
          }).once("end", () => {
            ee.removeListener(source, onData);
            end2();
          });
        }
        if (isP) {
          from.pipe(dest._stdin);
          if (this.isHalted()) ee.once("start", () => dest.run());
          else {
            dest.run();
            this.catch((e) => dest.break(e.exitCode, e.signal, e.cause));
          }
          fillSettled();
          return dest;
        }
        from.once("end", () => dest.emit(EPF)).pipe(dest);
        fillSettled();
        return _ProcessPromise2.promisifyStream(dest, this);
      }
      // Promise API
      then(onfulfilled, onrejected) {
        return super.then(onfulfilled, onrejected);
      }
      catch(onrejected) {
        return super.catch(onrejected);
      }
      // Async iterator API
      [Symbol.asyncIterator]() {
        return __asyncGenerator(this, null, function* () {
          const memo = [];
          const dlmtr = this._snapshot.delimiter || $2.delimiter || DLMTR;
          for (const chunk of this._zurk.store.stdout) {
            yield* __yieldStar((0, import_util.getLines)(chunk, memo, dlmtr));
          }
          try {
            for (var iter = __forAwait(this.stdout || []), more, temp, error; more = !(temp = yield new __await(iter.next())).done; more = false) {
              const chunk = temp.value;
              yield* __yieldStar((0, import_util.getLines)(chunk, memo, dlmtr));
            }
          } catch (temp2) {
            error = [temp2];
          } finally {
            try {
              more && (temp = iter.return) && (yield new __await(temp.call(iter)));
            } finally {
              if (error)
                throw error[0];
            }
          }
          if (memo[0]) yield memo[0];
          yield new __await(this);
        });
      }
      emit(event, ...args) {
        return this;
      }
      on(event, cb) {
        this._stdin.on(event, cb);
        return this;
      }
      once(event, cb) {
        this._stdin.once(event, cb);
        return this;
      }
      write(data, encoding, cb) {
        this._stdin.write(data, encoding, cb);
        return this;
      }
      end(chunk, cb) {
        this._stdin.end(chunk, cb);
        return this;
      }
      removeListener(event, cb) {
        this._stdin.removeListener(event, cb);
        return this;
      }
      // prettier-ignore
      static disarm(p, toggle = true) {
        Object.getOwnPropertyNames(_ProcessPromise2.prototype).forEach((k) => {
          if (k in Promise.prototype) return;
          if (!toggle) {
            Reflect.deleteProperty(p, k);
            return;
          }
          Object.defineProperty(p, k, { configurable: true, get() {
            throw new Fail2("Inappropriate usage. Apply $ instead of direct instantiation.");
          } });
        });
      }
    };
    _ProcessPromise.bus = {
      refs: /* @__PURE__ */ new Map(),
      streams: /* @__PURE__ */ new WeakMap(),
      pipe(from, to) {
        const set = this.refs.get(from) || this.refs.set(from, /* @__PURE__ */ new Set()).get(from);
        set.add(to);
      },
      unpipe(from, to) {
        const set = this.refs.get(from);
        if (!set) return;
        if (to) set.delete(to);
        if (set.size) return;
        this.refs.delete(from);
        from._piped = false;
      },
      unpipeBack(to, from) {
        if (from) return this.unpipe(from, to);
        for (const _from of this.refs.keys()) {
          this.unpipe(_from, to);
        }
      },
      runBack(p) {
        var _a;
        for (const from of this.sources(p)) {
          if (from instanceof _ProcessPromise) from.run();
          else (_a = this.streams.get(from)) == null ? void 0 : _a.run();
        }
      },
      sources(p) {
        const refs = [];
        for (const [from, set] of this.refs.entries()) {
          set.has(p) && refs.push(from);
        }
        return refs;
      }
    };
    _ProcessPromise.promisifyStream = (stream, from) => {
      const proxy = _ProcessPromise.bus.streams.get(stream) || (0, import_util.proxyOverride)(stream, {
        then(res = import_util.noop, rej = import_util.noop) {
          return new Promise((_res, _rej) => {
            const end2 = () => _res(res((0, import_util.proxyOverride)(stream, from.output)));
            stream.once("error", (e) => _rej(rej(e))).once("finish", end2).once(EPF, end2);
          });
        },
        run() {
          from.run();
        },
        pipe(...args) {
          const dest = stream.pipe.apply(stream, args);
          return dest instanceof _ProcessPromise ? dest : _ProcessPromise.promisifyStream(dest, from);
        }
      });
      _ProcessPromise.bus.streams.set(stream, proxy);
      return proxy;
    };
    var ProcessPromise2 = _ProcessPromise;
    var _ProcessOutput = class _ProcessOutput2 extends Error {
      // prettier-ignore
      constructor(code = null, signal = null, stdout = "", stderr = "", stdall = "", message = "", duration2 = 0, error = null, from = "", store = { stdout: [stdout], stderr: [stderr], stdall: [stdall] }) {
        super(message);
        const dto = code !== null && typeof code === "object" ? code : { code, signal, duration: duration2, error, from, store };
        Object.defineProperties(this, {
          _dto: { value: dto, enumerable: false },
          cause: { get() {
            return dto.error;
          }, enumerable: false },
          stdout: { get: (0, import_util.once)(() => (0, import_util.bufArrJoin)(dto.store.stdout)) },
          stderr: { get: (0, import_util.once)(() => (0, import_util.bufArrJoin)(dto.store.stderr)) },
          stdall: { get: (0, import_util.once)(() => (0, import_util.bufArrJoin)(dto.store.stdall)) },
          message: { get: (0, import_util.once)(
            () => dto.error || message ? _ProcessOutput2.getErrorMessage(dto.error || new Error(message), dto.from) : _ProcessOutput2.getExitMessage(
              dto.code,
              dto.signal,
              this.stderr,
              dto.from,
              this.stderr.trim() ? "" : _ProcessOutput2.getErrorDetails(this.lines())
            )
          ) }
        });
      }
      get exitCode() {
        return this._dto.code;
      }
      get signal() {
        return this._dto.signal;
      }
      get duration() {
        return this._dto.duration;
      }
      get [Symbol.toStringTag]() {
        return "ProcessOutput";
      }
      get ok() {
        return !this._dto.error && this.exitCode === 0;
      }
      json() {
        return JSON.parse(this.stdall);
      }
      buffer() {
        return import_node_buffer.Buffer.from(this.stdall);
      }
      blob(type = "text/plain") {
        if (!globalThis.Blob)
          throw new Fail2(
            "Blob is not supported in this environment. Provide a polyfill"
          );
        return new Blob([this.buffer()], { type });
      }
      text(encoding = "utf8") {
        return encoding === "utf8" ? this.toString() : this.buffer().toString(encoding);
      }
      lines(delimiter) {
        return (0, import_util.iteratorToArray)(this[Symbol.iterator](delimiter));
      }
      toString() {
        return this.stdall;
      }
      valueOf() {
        return this.stdall.trim();
      }
      [Symbol.toPrimitive]() {
        return this.valueOf();
      }
      // prettier-ignore
      *[Symbol.iterator](dlmtr = this._dto.delimiter || $2.delimiter || DLMTR) {
        const memo = [];
        for (const chunk of this._dto.store.stdall) {
          yield* __yieldStar((0, import_util.getLines)(chunk, memo, dlmtr));
        }
        if (memo[0]) yield memo[0];
      }
      [import_node_util2.inspect.custom]() {
        const codeInfo = _ProcessOutput2.getExitCodeInfo(this.exitCode);
        return `ProcessOutput {
  stdout: ${import_vendor_core2.chalk.green((0, import_node_util2.inspect)(this.stdout))},
  stderr: ${import_vendor_core2.chalk.red((0, import_node_util2.inspect)(this.stderr))},
  signal: ${(0, import_node_util2.inspect)(this.signal)},
  exitCode: ${(this.ok ? import_vendor_core2.chalk.green : import_vendor_core2.chalk.red)(this.exitCode)}${codeInfo ? import_vendor_core2.chalk.grey(" (" + codeInfo + ")") : ""},
  duration: ${this.duration}
}`;
      }
      static fromError(error) {
        const output = new _ProcessOutput2();
        output._dto.error = error;
        return output;
      }
    };
    _ProcessOutput.getExitMessage = Fail2.formatExitMessage;
    _ProcessOutput.getErrorMessage = Fail2.formatErrorMessage;
    _ProcessOutput.getErrorDetails = Fail2.formatErrorDetails;
    _ProcessOutput.getExitCodeInfo = Fail2.getExitCodeInfo;
    var ProcessOutput2 = _ProcessOutput;
    var useBash2 = () => setShell("bash", false);
    var usePwsh2 = () => setShell("pwsh");
    var usePowerShell2 = () => setShell("powershell.exe");
    function setShell(n, ps3 = true) {
      $2.shell = import_vendor_core2.which.sync(n);
      $2.prefix = ps3 ? "" : "set -euo pipefail;";
      $2.postfix = ps3 ? "; exit $LastExitCode" : "";
      $2.quote = ps3 ? import_util.quotePowerShell : import_util.quote;
    }
    try {
      const { shell, prefix, postfix } = $2;
      useBash2();
      if ((0, import_util.isString)(shell)) $2.shell = shell;
      if ((0, import_util.isString)(prefix)) $2.prefix = prefix;
      if ((0, import_util.isString)(postfix)) $2.postfix = postfix;
    } catch (err2) {
    }
    var cwdSyncHook;
    function syncProcessCwd2(flag = true) {
      cwdSyncHook = cwdSyncHook || (0, import_node_async_hooks.createHook)({
        init: syncCwd,
        before: syncCwd,
        promiseResolve: syncCwd,
        after: syncCwd,
        destroy: syncCwd
      });
      if (flag) cwdSyncHook.enable();
      else cwdSyncHook.disable();
    }
    function syncCwd() {
      if ($2[CWD] != import_node_process2.default.cwd()) import_node_process2.default.chdir($2[CWD]);
    }
    function cd2(dir) {
      if (dir instanceof ProcessOutput2) {
        dir = dir.toString().trim();
      }
      $2.log({ kind: "cd", dir, verbose: !$2.quiet && $2.verbose });
      import_node_process2.default.chdir(dir);
      $2[CWD] = import_node_process2.default.cwd();
    }
    function kill2(_0) {
      return __async(this, arguments, function* (pid, signal = $2.killSignal || SIGTERM) {
        if (typeof pid !== "number" && typeof pid !== "string" || !/^\d+$/.test(pid))
          throw new Fail2(`Invalid pid: ${pid}`);
        $2.log({ kind: "kill", pid, signal, verbose: !$2.quiet && $2.verbose });
        if (import_node_process2.default.platform === "win32" && (yield new Promise((resolve2) => {
          import_node_child_process4.default.exec(`taskkill /pid ${pid} /t /f`, (err2) => resolve2(!err2));
        })))
          return;
        for (const p of yield import_vendor_core2.ps.tree({ pid, recursive: true })) {
          try {
            import_node_process2.default.kill(+p.pid, signal);
          } catch (e) {
          }
        }
        try {
          import_node_process2.default.kill(-pid, signal);
        } catch (e) {
          try {
            import_node_process2.default.kill(+pid, signal);
          } catch (e2) {
          }
        }
      });
    }
    function resolveDefaults2(defs = defaults2, prefix = ENV_PREFIX, env = import_node_process2.default.env, allowed = ENV_OPTS) {
      return Object.entries(env).reduce((m, [k, v]) => {
        if (v && k.startsWith(prefix)) {
          const _k = (0, import_util.toCamelCase)(k.slice(prefix.length));
          const _v = (0, import_util.parseBool)(v);
          if (allowed.has(_k)) m[_k] = _v;
        }
        return m;
      }, defs);
    }
  }
});

// node_modules/zx/build/core.js
var core_exports = {};
__export(core_exports, {
  $: () => $,
  Fail: () => Fail,
  ProcessOutput: () => ProcessOutput,
  ProcessPromise: () => ProcessPromise,
  bus: () => bus2,
  cd: () => cd,
  chalk: () => chalk2,
  defaults: () => defaults,
  kill: () => kill,
  log: () => log,
  os: () => os,
  path: () => path2,
  ps: () => ps2,
  quote: () => quote3,
  quotePowerShell: () => quotePowerShell2,
  resolveDefaults: () => resolveDefaults,
  syncProcessCwd: () => syncProcessCwd,
  useBash: () => useBash,
  usePowerShell: () => usePowerShell,
  usePwsh: () => usePwsh,
  which: () => which2,
  within: () => within
});
var __module__, $, Fail, ProcessOutput, ProcessPromise, bus2, cd, chalk2, defaults, kill, log, os, path2, ps2, quote3, quotePowerShell2, resolveDefaults, syncProcessCwd, useBash, usePowerShell, usePwsh, which2, within;
var init_core = __esm({
  "node_modules/zx/build/core.js"() {
    "use strict";
    init_deno();
    __module__ = __toESM(require_core(), 1);
    ({
      $,
      Fail,
      ProcessOutput,
      ProcessPromise,
      bus: bus2,
      cd,
      chalk: chalk2,
      defaults,
      kill,
      log,
      os,
      path: path2,
      ps: ps2,
      quote: quote3,
      quotePowerShell: quotePowerShell2,
      resolveDefaults,
      syncProcessCwd,
      useBash,
      usePowerShell,
      usePwsh,
      which: which2,
      within
    } = globalThis.Deno ? globalThis.require("./core.cjs") : __module__);
  }
});

// src/launch.ts
var import_consumers = require("node:stream/consumers");
var import_node_tty3 = require("node:tty");

// src/shell/quote.ts
var SAFE = /^[\w/.:@%+,^-][\w/.:@%+,^=#-]*$/;
var KEYWORD = /^(then|fi|do|done|esac)$/;
var NEEDS_ESCAPES = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u00a0\u2018-\u201f]/u;
var LOOKS_MISTAKEN = /^~|\$[\w{(!#?@*$-]|`|\\('|$)/;
function quote2(word) {
  if (word.includes("\0")) throw new RangeError(`a shell word cannot hold a NUL: ${JSON.stringify(word)}`);
  if (SAFE.test(word) && !KEYWORD.test(word)) return word;
  if (NEEDS_ESCAPES.test(word) || LOOKS_MISTAKEN.test(word)) return quoteAnsiC(word);
  if (!word.includes("'")) return `'${word}'`;
  if (!/["$`\\!]/.test(word)) return `"${word}"`;
  return quotePosix(word);
}
function quotePosix(word) {
  return SAFE.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
function quoteAnsiC(word) {
  const named = { "\n": "\\n", "	": "\\t", "\r": "\\r", "'": "\\'", "\\": "\\\\" };
  const escaped = [...word].map((char) => named[char] ?? (NEEDS_ESCAPES.test(char) ? bytes(char) : char));
  return `$'${escaped.join("")}'`;
}
function bytes(char) {
  return [...Buffer.from(char)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

// src/script/tasks.ts
var LATE_SECRETS = "deploy-late-secrets";
var ACTIVATE_PROFILES = "activate-profiles";
var BUILT_IN = `check deploy-flake deploy-secrets rebuild ${LATE_SECRETS} build-system activate-system
  ${ACTIVATE_PROFILES} reboot diff rollback generations status`.split(/\s+/);
function currentName(task) {
  return task === "check-vars" ? "check" : task;
}
var TAKEN = new Set(
  `guard reboot-guard secrets profiles ssh nix rsync persist tried tell fail failed interrupted leave confirm main password
  ask-password theirs not-undone health-checks rebooted reboot-needed cannot-build can-log-in host-key-name either
  confirm-moved undo-secrets secret send-secrets answers cannot-fetch
  if then else elif fi case esac for select while until do done in function time coproc
  bash break builtin cat cd command compgen continue curl cut declare echo eval exec exit export false find git grep head
  id install kill local ln mapfile mkdir mktemp nix-store nix-build nixos-rebuild printf read readarray readlink readonly return
  rm sed set shift shopt sleep sort source systemctl tail test timeout trap true type ulimit uname unset wait xargs awk base64
  sha256sum od tr env let enable hash help history jobs logout popd pushd pwd suspend times typeset umask alias bg bind
  caller complete compopt dirs disown fc fg getopts unalias`.split(/\s+/)
);

// src/launch/choose/names.ts
var import_fastest_levenshtein = __toESM(require_mod(), 1);
var import_picomatch = __toESM(require_picomatch2(), 1);

// templates/launch/completion.bash
var completion_default = '_launch() {\n  local words before=${COMP_WORDS[COMP_CWORD - 1]} word=${COMP_WORDS[COMP_CWORD]}\n  case $before in\n@CASES@\n    *) words=$(launch --complete 2>/dev/null) ;;\n  esac\n  [[ $word != @ && $before != @ ]] || words=${words//@/} # a word of its own to bash\n  [[ $word != -* ]] || words=\'@OPTIONS@\'\n  word=${word#@}\n  mapfile -t COMPREPLY < <(compgen -W "$words" -- "${word##*,}")\n}\ncomplete -o default -F _launch launch\n';

// templates/launch/completion.zsh
var completion_default2 = '#compdef launch\n_launch() {\n  case ${words[CURRENT - 1]} in\n@CASES@\n  esac\n  if [[ $PREFIX == -* ]]; then\n    compadd -- @OPTIONS@\n  else\n    compset -P \'*[,:]\'\n    compadd -- ${(f)"$(launch --complete 2>/dev/null)"}\n  fi\n}\n_launch "$@"\n';

// templates/launch/help.txt
var help_default = "Usage: launch [OPTION...] TARGET... [ACTION] [-- NIX-OPTION...]\n\nBuilds the deploy script of each target and runs the scripts side by side.\nWithout a target it prints what it could deploy, and deploys nothing.\nEach line of a script comes out on standard output behind [host] or [host:task]. What launch itself\nhas to say, and the summary, goes to standard error. A single host gets the terminal.\nCtrl-C ends every script; a second one kills them.\n\nTargets, several and mixed:\n  ahorn                    all tasks of the host ahorn\n  ahorn:rebuild            one task of it\n  ahorn:check,rebuild      some tasks, in this order\n  web, @prod               each host of the group web, each with the tag prod\n  'web-*', '@prod-*'       each host with such a name, each with such a tag (also ? and [12] and {a,b})\n  all                      each host\n  @prod:check, all:check   one task of each\n  ./result-a               a script that is built already (a path holds a /)\n  -                        the targets on standard input\nA host that is named twice runs once, with the tasks of both in the order given.\nACTION, behind them, is what scripts do with a new system, as in REBUILD_ACTION: switch, boot, test, dry-activate, build, dry-build.\nNIX-OPTION goes to each call of Nix, for example -- --builders 'ssh://big x86_64-linux'\n\nWhat:\n  --except TARGET          leave these hosts out; can be given several times\n  --on TARGETS             more targets, separated by commas (also --limit)\n  -l, --list               print hosts, addresses, groups, tags and tasks, deploy nothing (also --list-all, -a)\n  --plan                   build the scripts, print as JSON what would run, deploy nothing\n  --flake REF              take the hosts from this flake, for example github:me/hosts\n                           (default: the flake launch was built from, else the current directory)\n  --eval-jobs N            evaluate and build at most N hosts at once (default: as cores and memory allow)\n\nHow:\n  -j, --jobs N             run at most N scripts at once, default 16, 0 for all (also -C, --concurrency, -p, --parallel)\n  --wave 1,10%,100%        start so many hosts, the next wave when they are done; the last size counts for the rest\n  --max-failures N         start no more when more than N have failed (default 0 with --wave)\n  --fail-fast              end all when one has failed\n  --timeout DURATION       end a script that takes longer, for example 90s, 10m or 1h30m\n  --skip-unreachable       a host that does not answer is offline, and not failed\n  --target-host HOST       reach the host there, as user@address or address; one host only\n  --ask-sudo-password      ask for each host that wants a password for sudo (default: once for all of them)\n  -n, --dry-run            scripts print their commands and contact nobody (also --dry)\n  -i, --confirm            show what would change on each host, and ask once before it does (also --ask)\n  --force                  scripts deploy although a check speaks against it\n  --wait                   wait for another deploy of the same host to finish instead of failing\n  --new                    first installation: do not check the host name\n  --specialisation NAME    switch to this specialisation of the new systems, or test it (also -c)\n  --install-bootloader     install the boot loaders anew\n  --to N                   the generation that the task rollback goes back to; the task generations lists them\n\nOutput:\n  -o, --output STYLE       prefixed: each line behind its host and task (default); group: a host's lines when it is\n                           done; interleaved: lines as they come; quiet: only of hosts that failed\n  -s, --silent             the same as --output quiet\n  --timestamps             put the time before each line\n  -v, --verbose            scripts print each command as it runs\n  --color WHEN             auto (default: on a terminal, without NO_COLOR), always or never\n  --json                   print events, or with --list the hosts, as JSON\n  --log-dir DIR            keep the whole output of each host there\n  --completion SHELL       print the completion for bash, zsh or fish\n  -h, --help               print this text\n  --version                print the version\n\nEnvironment:\nREBUILD_ACTION, LP_REMOTE_USER, LP_REMOTE_HOST (one host only), LP_REMOTE_COMMAND, LP_REMOTE_SSH_OPTS,\nLP_REMOTE_SUDO_COMMAND and LP_REMOTE_SUDO_OPTS reach the scripts. NO_COLOR turns colours off.\n\nExit codes:\n0 all done, 1 some failed, 2 wrong usage, 130 interrupted\n";

// templates/launch/unseen.txt
var unseen_default = "  --complete               print what can be a target\n  --use-substitutes        set lollypops.deployment.substitute-on-destination of the host instead\n  --sudo                   set lollypops.deployment.sudo.enable of the host instead (also --use-remote-sudo)\n  --build-host HOST        set lollypops.deployment.build of the host instead, there is none for one run\n";

// src/launch/choose/option-table.ts
var ACTIONS = ["switch", "boot", "test", "dry-activate", "build", "dry-build"];
var INSTEAD = ["use-substitutes", "sudo", "build-host"];
var CHOICES = {
  output: ["prefixed", "group", "interleaved", "quiet"],
  color: ["auto", "always", "never"],
  completion: ["bash", "zsh", "fish"]
};
var SELF = process.env["LOLLYPOPS_LAUNCH"] || "launch";
var UsageError = class extends Error {
};
var OPTIONS = readOptions(help_default);
var byName = new Map(
  [...OPTIONS, ...readOptions(unseen_default)].flatMap((option) => option.names.map((name) => [name, option]))
);
function readOptions(text2) {
  return [...text2.matchAll(/^ {2}(-.*?[\w%]) {2,}(\S.*(?:\n {27}.*)*)$/gm)].map(([, left, right]) => {
    const help = right.replace(/\s+/g, " ");
    const also = / \(also ([^)]*)\)$/.exec(help)?.[1] ?? "";
    const names = `${left} ${also}`.match(/(?<=^|[ ,])--?[a-zA-Z][a-z-]*/g);
    const name = names.find((name2) => name2.startsWith("--")).slice(2);
    const value = !/(^| )--?[a-zA-Z][a-z-]*$/.test(left);
    return { name, names, value, choices: CHOICES[name], help };
  });
}
function completion(shell) {
  if (shell === "fish") {
    const rows = OPTIONS.map(({ name, names, value, choices, help }) => {
      const letter = names.filter((other) => other.length === 2).map((other) => ` -s ${other[1]}`);
      const values = choices ? ` -xa '${choices.join(" ")}'` : value ? " -r" : "";
      return `complete -c launch -l ${name}${letter.join("")}${values} -d '${help.replace(/[\\']/g, "\\$&")}'
`;
    });
    return `complete -c launch -f -a '(launch --complete 2>/dev/null)'
${rows.join("")}`;
  }
  const cases = OPTIONS.filter(({ choices }) => choices).map(({ names, choices }) => {
    const words = choices.join(" ");
    return `    ${names.join(" | ")}) ${shell === "zsh" ? `compadd -- ${words}; return` : `words='${words}'`} ;;`;
  });
  return (shell === "zsh" ? completion_default2 : completion_default).replace("@CASES@", cases.join("\n")).replaceAll("@OPTIONS@", OPTIONS.flatMap(({ names }) => names).join(" "));
}

// src/launch/choose/names.ts
function matching(glob, names) {
  const matches = (0, import_picomatch.default)(glob.replaceAll("+", "\\+"), { dot: true, posix: true, noextglob: true, nonegate: true });
  return [...names].filter((name) => matches(name));
}
function isGlob(word) {
  return /[*?[{]/.test(word);
}
function needsEvaluation(name, names) {
  return name.startsWith("@") || !(isWide(name) || names.includes(name));
}
function isWide(name) {
  return name === "all" || isGlob(name) && !name.startsWith("@");
}
function hostsOf(name, fleet) {
  const { names, groups, tags } = fleet;
  if (name === "all") return names;
  if (names.includes(name)) return [name];
  const [isTag, isPattern] = [name.startsWith("@"), isGlob(name)];
  const word = isTag ? name.slice(1) : name;
  const sets = isTag ? tags : isPattern ? new Map(names.map((host) => [host, [host]])) : groups;
  const keys = isPattern ? matching(word, sets.keys()) : [word];
  const found = new Set(keys.flatMap((key) => sets.get(key) ?? []));
  if (found.size > 0) return names.filter((host) => found.has(host));
  const known = [.../* @__PURE__ */ new Set([...names, ...groups.keys(), ...[...tags.keys()].map((tag) => `@${tag}`), "all"])];
  const likely = isPattern ? nearGlob(name, known) : near(name, known);
  const tagged = isPattern ? "has a tag that matches" : "has a tag";
  const problem = isTag ? tagged : isPattern ? "matches" : "or group is called";
  throw new UsageError(`no host ${problem} ${quote2(word)}: ${hint(likely, `${SELF} --list shows what there is`)}`);
}
function hint(likely, otherwise) {
  return likely.length > 0 ? `did you mean ${likely.join(" or ")}?` : otherwise;
}
function near(word, candidates) {
  const limit = word.length < 3 ? 1 : Math.max(2, Math.floor(word.length / 3));
  return candidates.map((name) => ({ name, apart: (0, import_fastest_levenshtein.distance)(word, name) })).filter(({ name, apart }) => apart <= limit && apart < name.length || word.length > 2 && name.startsWith(word)).sort((a, b) => a.apart - b.apart).slice(0, 3).map(({ name }) => name);
}
function nearGlob(glob, candidates) {
  const stem = glob.replace(/[*?[{].*/s, "");
  return candidates.filter((name) => near(stem, [name.slice(0, stem.length)]).length > 0).slice(0, 3);
}

// src/launch/choose/targets.ts
var import_node_fs = require("node:fs");
var import_node_path = require("node:path");
function headerOf(path3) {
  try {
    const [, json] = /^# lollypops: (\{.*)$/m.exec((0, import_node_fs.readFileSync)(path3, "utf8"));
    return JSON.parse(json);
  } catch {
    return void 0;
  }
}
function splitTarget(word, colon = word.indexOf(":")) {
  if (colon < 0) return { name: word, tasks: [] };
  const name = word.slice(0, colon);
  const tasks = [...new Set(word.slice(colon + 1).split(","))];
  if (name === "" || !tasks.every((task) => /^[^-\s\p{Cc}][^\s\p{Cc}]*$/u.test(task))) {
    const target = quote2(name || "host");
    throw new UsageError(`${quote2(word)} is no target: write ${target}:task or ${target}:task1,task2`);
  }
  return { name, tasks };
}
function findScript(target) {
  const colon = target.lastIndexOf(":");
  const isWhole = (0, import_node_fs.existsSync)(target) || colon < target.lastIndexOf("/");
  const { name: word, tasks } = isWhole ? { name: target, tasks: [] } : splitTarget(target, colon);
  if (!(0, import_node_fs.existsSync)(word)) throw new UsageError(`${quote2(word)}: there is no such script`);
  if (!(0, import_node_fs.statSync)(word).isFile()) throw new UsageError(`${quote2(word)} is not a file: give the path of a deploy script`);
  try {
    (0, import_node_fs.accessSync)(word, import_node_fs.constants.X_OK);
  } catch {
    throw new UsageError(`${quote2(word)} is not executable: chmod +x makes it so, if it is a script to run`);
  }
  const path3 = (0, import_node_fs.realpathSync)(word);
  return { word, path: path3, name: scriptName(path3, (0, import_node_path.resolve)(word)), tasks };
}
function scriptName(target, called) {
  const [, host] = /^(?:[0-9a-z]{32}-)?deploy-(.+)$/.exec((0, import_node_path.basename)(target)) ?? [];
  return printable(host ?? (0, import_node_path.basename)(called));
}
function toJobs(words, fleet) {
  const jobs = /* @__PURE__ */ new Map();
  for (const word of words)
    for (const job of typeof word === "string" ? hostJobs(word, fleet) : [scriptJob(word)]) {
      const key = job.script ?? job.host;
      const other = jobs.get(key);
      jobs.set(key, other ? merge(other, job) : job);
    }
  const labels = [...jobs.values()].map(({ label: label2 }) => label2);
  return [...jobs.values()].map((job) => {
    const isTaken = job.script !== void 0 && labels.indexOf(job.label) !== labels.lastIndexOf(job.label);
    const target = job.tasks.length > 0 ? `${job.target}:${job.tasks.join(",")}` : job.target;
    return { ...job, label: isTaken ? job.target : job.label, target };
  });
}
function hostJobs(word, fleet) {
  const { name, tasks } = splitTarget(word);
  return hostsOf(name, fleet).map((host) => {
    return { label: printable(host), host, tasks, target: host, optional: host !== name && isWide(name) };
  });
}
function scriptJob({ word, path: path3, name, tasks }) {
  return { label: name, script: path3, tasks, known: headerOf(path3)?.tasks, target: word, optional: false };
}
function merge(a, b) {
  const all = a.tasks.length === 0 || b.tasks.length === 0;
  return { ...a, tasks: all ? [] : [.../* @__PURE__ */ new Set([...a.tasks, ...b.tasks])], optional: a.optional && b.optional };
}
function printable(name) {
  return name.replace(new RegExp("\\p{Cc}", "gu"), "?");
}
function assertTasks(jobs) {
  for (const { label: label2, tasks, known } of jobs) {
    const task = tasks.find((task2) => known && !known.includes(currentName(task2)));
    if (task === void 0) continue;
    const otherwise = `there are ${known.join(", ")}`;
    throw new UsageError(`${label2} has no task ${quote2(task)}: ${hint(near(task, known), otherwise)}`);
  }
}

// src/launch/choose/fleet.ts
async function choose(words, except, nix2) {
  const [targets, exceptions] = [words.map(readTarget), except.map(readTarget)];
  const [wanted, unwanted] = [namesIn(targets), namesIn(exceptions)];
  const all = [...wanted, ...unwanted];
  const names = all.length > 0 ? await nix2.names() : [];
  const asksMore = (name) => needsEvaluation(name, names);
  const hosts = all.some(asksMore) ? await nix2.inspect(names) : void 0;
  const fleet = fleetOf(names, hosts ?? []);
  const found = toJobs(targets, fleet);
  const leftOut = new Set(toJobs(exceptions, fleet).map(({ host, script }) => script ?? host));
  const left = found.filter(({ host, script }) => !leftOut.has(script ?? host));
  if (found.length > 0 && left.length === 0)
    throw new UsageError(`there is nothing to deploy: --except leaves out all of ${words.map(quote2).join(" ")}`);
  const isOwn = (task) => !BUILT_IN.includes(currentName(task));
  const unsure = left.flatMap(({ host, tasks }) => host !== void 0 && tasks.some(isOwn) ? [host] : []);
  const infos = new Map((hosts ?? await nix2.inspect(unsure)).map(({ name, info }) => [name, info]));
  const jobs = left.map((job) => {
    const info = infos.get(job.host ?? "");
    return info ? { ...job, known: tasksOfHost(info) } : job;
  });
  assertTasks(jobs);
  const decided = /* @__PURE__ */ new Set([...found.map(({ host }) => host), ...unwanted]);
  const undecided = wanted.some(asksMore) ? hosts.filter(({ name }) => !decided.has(name)) : [];
  return {
    jobs,
    /** Hosts that may belong to a group or have a tag that was asked for: they do not evaluate, so nobody knows. */
    unknown: undecided.flatMap(({ name, error }) => error ? [{ name, error }] : []),
    /** Every host, where that had to be evaluated. */
    hosts
  };
}
var readTarget = (word) => word.includes("/") ? findScript(word) : word;
function namesIn(targets) {
  return targets.flatMap((target) => typeof target === "string" ? [splitTarget(target).name] : []);
}
function tasksOfHost({ tasks, extraTasks }) {
  return [.../* @__PURE__ */ new Set([...BUILT_IN, ...[...tasks, ...extraTasks].map(currentName)])];
}
function fleetOf(names, hosts) {
  const [groups, tags] = [/* @__PURE__ */ new Map(), /* @__PURE__ */ new Map()];
  const add = (sets, key, name) => sets.set(key, [...sets.get(key) ?? [], name]);
  for (const { name, info } of hosts) {
    if (info) add(groups, info.group, name);
    for (const tag of info?.tags ?? []) add(tags, tag, name);
  }
  return { names, groups, tags };
}
function completeWords(hosts) {
  const words = hosts.flatMap(({ name, info }) => {
    return info ? [name, info.group, ...info.tags.map((tag) => `@${tag}`), ...tasksOfHost(info)] : [name];
  });
  const all = ["all", ...words].filter((word) => /^@?\w[\w.+-]*$/.test(word));
  return [...new Set(all)].map((word) => `${word}
`).join("");
}

// node_modules/fast-string-truncated-width/dist/utils.js
var getCodePointsLength = /* @__PURE__ */ (() => {
  const SURROGATE_PAIR_RE = /[\uD800-\uDBFF][\uDC00-\uDFFF]/g;
  return (input) => {
    let surrogatePairsNr = 0;
    SURROGATE_PAIR_RE.lastIndex = 0;
    while (SURROGATE_PAIR_RE.test(input)) {
      surrogatePairsNr += 1;
    }
    return input.length - surrogatePairsNr;
  };
})();
var isFullWidth = (x) => {
  return x === 12288 || x >= 65281 && x <= 65376 || x >= 65504 && x <= 65510;
};
var isWideNotCJKTNotEmoji = (x) => {
  return x === 8987 || x === 9001 || x >= 12272 && x <= 12287 || x >= 12289 && x <= 12350 || x >= 12441 && x <= 12543 || x >= 12549 && x <= 12591 || x >= 12593 && x <= 12686 || x >= 12688 && x <= 12771 || x >= 12783 && x <= 12830 || x >= 12832 && x <= 12871 || x >= 12880 && x <= 19903 || x >= 65040 && x <= 65049 || x >= 65072 && x <= 65106 || x >= 65108 && x <= 65126 || x >= 65128 && x <= 65131 || x >= 127488 && x <= 127490 || x >= 127504 && x <= 127547 || x >= 127552 && x <= 127560 || x >= 131072 && x <= 196605 || x >= 196608 && x <= 262141;
};

// node_modules/fast-string-truncated-width/dist/index.js
var ANSI_RE = /[\u001b\u009b][[()#;?]*(?:[0-9]{1,4}(?:;[0-9]{0,4})*)?[0-9A-ORZcf-nqry=><]|\u001b\]8;[^;]*;.*?(?:\u0007|\u001b\u005c)/y;
var CONTROL_RE = /[\x00-\x08\x0A-\x1F\x7F-\x9F]{1,1000}/y;
var CJKT_WIDE_RE = /(?:(?![\uFF61-\uFF9F\uFF00-\uFFEF])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Tangut}]){1,1000}/yu;
var TAB_RE = /\t{1,1000}/y;
var EMOJI_RE = new RegExp("[\\u{1F1E6}-\\u{1F1FF}]{2}|\\u{1F3F4}[\\u{E0061}-\\u{E007A}]{2}[\\u{E0030}-\\u{E0039}\\u{E0061}-\\u{E007A}]{1,3}\\u{E007F}|(?:\\p{Emoji}\\uFE0F\\u20E3?|\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|\\p{Emoji_Presentation})(?:\\u200D(?:\\p{Emoji_Modifier_Base}\\p{Emoji_Modifier}?|\\p{Emoji_Presentation}|\\p{Emoji}\\uFE0F\\u20E3?))*", "yu");
var LATIN_RE = /(?:[\x20-\x7E\xA0-\xFF](?!\uFE0F)){1,1000}/y;
var MODIFIER_RE = new RegExp("\\p{M}+", "gu");
var NO_TRUNCATION = { limit: Infinity, ellipsis: "" };
var getStringTruncatedWidth = (input, truncationOptions = {}, widthOptions = {}) => {
  const LIMIT = truncationOptions.limit ?? Infinity;
  const ELLIPSIS = truncationOptions.ellipsis ?? "";
  const ELLIPSIS_WIDTH = truncationOptions?.ellipsisWidth ?? (ELLIPSIS ? getStringTruncatedWidth(ELLIPSIS, NO_TRUNCATION, widthOptions).width : 0);
  const ANSI_WIDTH = 0;
  const CONTROL_WIDTH = widthOptions.controlWidth ?? 0;
  const TAB_WIDTH = widthOptions.tabWidth ?? 8;
  const EMOJI_WIDTH = widthOptions.emojiWidth ?? 2;
  const FULL_WIDTH_WIDTH = 2;
  const REGULAR_WIDTH = widthOptions.regularWidth ?? 1;
  const WIDE_WIDTH = widthOptions.wideWidth ?? FULL_WIDTH_WIDTH;
  const PARSE_BLOCKS = [
    [LATIN_RE, REGULAR_WIDTH],
    [ANSI_RE, ANSI_WIDTH],
    [CONTROL_RE, CONTROL_WIDTH],
    [TAB_RE, TAB_WIDTH],
    [EMOJI_RE, EMOJI_WIDTH],
    [CJKT_WIDE_RE, WIDE_WIDTH]
  ];
  let indexPrev = 0;
  let index = 0;
  let length = input.length;
  let lengthExtra = 0;
  let truncationEnabled = false;
  let truncationIndex = length;
  let truncationLimit = Math.max(0, LIMIT - ELLIPSIS_WIDTH);
  let unmatchedStart = 0;
  let unmatchedEnd = 0;
  let width = 0;
  let widthExtra = 0;
  outer: while (true) {
    if (unmatchedEnd > unmatchedStart || index >= length && index > indexPrev) {
      const unmatched = input.slice(unmatchedStart, unmatchedEnd) || input.slice(indexPrev, index);
      lengthExtra = 0;
      for (const char of unmatched.replaceAll(MODIFIER_RE, "")) {
        const codePoint = char.codePointAt(0) || 0;
        if (isFullWidth(codePoint)) {
          widthExtra = FULL_WIDTH_WIDTH;
        } else if (isWideNotCJKTNotEmoji(codePoint)) {
          widthExtra = WIDE_WIDTH;
        } else {
          widthExtra = REGULAR_WIDTH;
        }
        if (width + widthExtra > truncationLimit) {
          truncationIndex = Math.min(truncationIndex, Math.max(unmatchedStart, indexPrev) + lengthExtra);
        }
        if (width + widthExtra > LIMIT) {
          truncationEnabled = true;
          break outer;
        }
        lengthExtra += char.length;
        width += widthExtra;
      }
      unmatchedStart = unmatchedEnd = 0;
    }
    if (index >= length) {
      break outer;
    }
    for (let i = 0, l = PARSE_BLOCKS.length; i < l; i++) {
      const [BLOCK_RE, BLOCK_WIDTH] = PARSE_BLOCKS[i];
      BLOCK_RE.lastIndex = index;
      if (BLOCK_RE.test(input)) {
        lengthExtra = BLOCK_RE === CJKT_WIDE_RE ? getCodePointsLength(input.slice(index, BLOCK_RE.lastIndex)) : BLOCK_RE === EMOJI_RE ? 1 : BLOCK_RE.lastIndex - index;
        widthExtra = lengthExtra * BLOCK_WIDTH;
        if (width + widthExtra > truncationLimit) {
          truncationIndex = Math.min(truncationIndex, index + Math.floor((truncationLimit - width) / BLOCK_WIDTH));
        }
        if (width + widthExtra > LIMIT) {
          truncationEnabled = true;
          break outer;
        }
        width += widthExtra;
        unmatchedStart = indexPrev;
        unmatchedEnd = index;
        index = indexPrev = BLOCK_RE.lastIndex;
        continue outer;
      }
    }
    index += 1;
  }
  return {
    width: truncationEnabled ? truncationLimit : width,
    index: truncationEnabled ? truncationIndex : length,
    truncated: truncationEnabled,
    ellipsed: truncationEnabled && LIMIT >= ELLIPSIS_WIDTH
  };
};
var dist_default = getStringTruncatedWidth;

// src/launch/choose/list.ts
var COLUMNS = ["HOST", "ADDRESS", "GROUP", "TAGS", "TASKS"];
async function listing({ jobs, unknown: unknown2, hosts }, json, nix2) {
  const names = [...jobs.flatMap(({ host }) => host ?? []), ...unknown2.map(({ name }) => name)];
  const known = new Map((hosts ?? await nix2.inspect(names)).map((host) => [host.name, host]));
  const scripts = jobs.flatMap(
    ({ label: name, script, known: tasks = [] }) => script === void 0 ? [] : [{ ...entryOf({ name }), script, tasks }]
  );
  const entries = [...names.map((name) => entryOf(known.get(name))), ...scripts];
  if (json) return `${JSON.stringify(entries, null, 2)}
`;
  if (entries.length === 0) return "no hosts: the flake has no nixosConfigurations\n";
  const rows = entries.map(({ host, address, group, tags, tasks, extraTasks, error }) => {
    const all = error ?? [.../* @__PURE__ */ new Set([...tasks, ...extraTasks])].join(" ");
    return [host, address, group, tags.join(" "), all].map((cell) => cell || "-");
  });
  return table([COLUMNS, ...rows]);
}
function entryOf({ name, info, error }) {
  const { address = null, group = null, tags = [], tasks = [], extraTasks = [] } = info ?? {};
  const problem = info === null ? "not deployable: it does not import the lollypops module" : null;
  const failed = error ? `does not evaluate: ${error.message}` : problem;
  return { host: name, script: null, address, group, tags, tasks, extraTasks, error: failed };
}
function table(rows) {
  const clean = rows.map((row) => row.map((cell) => cell.replace(new RegExp("\\p{Cc}", "gu"), "?")));
  const widths = (clean[0] ?? []).map((_, column) => Math.max(...clean.map((row) => widthOf(row[column] ?? ""))));
  const line = (row) => row.map((cell, column) => cell + " ".repeat(widths[column] - widthOf(cell))).join("  ");
  return clean.map((row) => `${line(row).trimEnd()}
`).join("");
}
function widthOf(text2) {
  return dist_default(text2).width;
}

// src/launch/choose/options.ts
var import_minimist = __toESM(require_minimist(), 1);
var DEFAULT_JOBS = 16;
var PASSED = "dry-run confirm force wait new install-bootloader verbose to specialisation".split(" ");
var ONCE = ["except", "on", "confirm"];
var LONGEST_S = 24 * 24 * 3600;
function parseOptions(argv, env = process.env) {
  const end2 = argv.includes("--") ? argv.indexOf("--") : argv.length;
  const table2 = [...new Set(byName.values())];
  const bare = (name) => name.replace(/^--?/, "");
  const args = (0, import_minimist.default)(plainWords(argv.slice(0, end2)), {
    string: ["_", ...table2.filter(({ value }) => value).map(({ name }) => name)],
    boolean: table2.filter(({ value }) => !value).map(({ name }) => name),
    alias: Object.fromEntries(
      table2.map(({ name, names }) => [name, names.map(bare).filter((other) => other !== name)])
    ),
    unknown: (word) => word === "-" || !word.startsWith("-") || unknown(word)
  });
  const has = (name) => args[name] === true;
  const all = (name) => [args[name] ?? []].flat().map((text2) => text2 || refuse(`--${name} takes one value, not none`));
  const one = (name, read2) => {
    const [text2, ...more] = all(name);
    if (more.length > 0) refuse(`--${name} takes one value, and has ${[text2, ...more].join(" and ")}`);
    return text2 === void 0 ? void 0 : read2(text2);
  };
  const number = (name, least) => one(name, (text2) => {
    if (/^(0|[1-9]\d{0,5})$/.test(text2) && Number(text2) >= least) return Number(text2);
    return refuse(`--${name} takes one number from ${least} up, such as --${name} 4, not ${JSON.stringify(text2)}`);
  });
  const choice = (name) => one(name, (text2) => {
    const { choices } = byName.get(`--${name}`);
    if (choices.includes(text2)) return text2;
    return refuse(`--${name} can be ${orList(choices)}, not ${JSON.stringify(text2)}`);
  });
  const asGiven = (name) => {
    if (!byName.get(`--${name}`).value) return has(name) ? [`--${name}`] : [];
    return all(name).flatMap((text2) => [`--${name}`, text2]);
  };
  for (const name of INSTEAD)
    if (args[name]) refuse(`--${name}: ${byName.get(`--${name}`).help.replace(/ \(also .*/, "")}`);
  number("to", 1);
  one("specialisation", String);
  const output = choice("output");
  if (has("silent") && output && output !== "quiet") refuse(`--silent and --output ${output} exclude each other`);
  if (has("list") && has("plan")) refuse("--list and --plan exclude each other");
  const waves = one("wave", parseWaves) ?? [];
  const words = [...all("on").flatMap(splitList), ...args._];
  const hasAction = words.length > 1 && ACTIONS.includes(words.at(-1));
  return {
    env,
    /** Whether this switch was given, by its first name. */
    has,
    /** Targets; `-` stands for those on standard input. */
    words: hasAction ? words.slice(0, -1) : words,
    /** What scripts do with a new system: the last word, behind a target. */
    action: hasAction ? [words.at(-1)] : [],
    except: all("except").map(withoutTasks),
    jobs: (number("jobs", 0) ?? DEFAULT_JOBS) || Infinity,
    evalJobs: number("eval-jobs", 1),
    waves,
    /** When more than these have failed, no further one starts. */
    maxFailures: number("max-failures", 0) ?? (waves.length > 0 ? 0 : Infinity),
    timeout: one("timeout", parseDuration),
    output: has("silent") ? "quiet" : output ?? "prefixed",
    color: choice("color") ?? "auto",
    logDir: one("log-dir", String),
    flake: one("flake", flakeReference),
    targetHost: one("target-host", String),
    completion: choice("completion"),
    nixWords: argv.slice(end2 + 1),
    flags: PASSED.flatMap(asGiven),
    /** The options to repeat so that other targets run in the same way. */
    repeated: table2.flatMap(({ name }) => ONCE.includes(name) ? [] : asGiven(name))
  };
}
function scriptWords({ flags, action }, tasks) {
  return [...flags, ...tasks, ...action];
}
function plainWords(words) {
  return words.flatMap((word, at) => {
    if (word === "-p" || word === "--parallel") return /^\d+$/.test(words[at + 1] ?? "") ? ["--jobs"] : [];
    const [, short, rest] = /^(-[A-Za-z])(.+)$/s.exec(word) ?? [];
    if (short !== void 0 && byName.get(short)?.value) return [short, rest];
    const [, long, value] = /^(--[^=]*)(=.*)?$/s.exec(word) ?? [];
    if (long !== void 0 && !(byName.get(long) ?? unknown(long)).value && value) refuse(`${long} takes no value`);
    return [word];
  });
}
function splitList(text2) {
  return text2.includes(":") ? [text2] : text2.split(",").filter(Boolean);
}
function parseDuration(text2) {
  const [, days = 0, hours = 0, minutes = 0, rest = 0] = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?$/.exec(text2) ?? [];
  const seconds = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(rest);
  if (seconds > 0 && seconds <= LONGEST_S) return seconds;
  const limit = seconds > LONGEST_S ? "at most 24 days" : "a time";
  return refuse(`--timeout takes ${limit}, such as 90s, 10m or 1h30m, not ${JSON.stringify(text2)}`);
}
function flakeReference(text2) {
  if (!text2.includes("#")) return text2;
  return refuse(`--flake takes a flake without #: give ${text2.replace(/#.*/s, "") || "."}, and hosts as targets`);
}
function withoutTasks(target) {
  if (target.includes("/") || !target.includes(":")) return target;
  return refuse(`--except leaves out whole hosts: give ${target.replace(/:.*/s, "") || "a host"}, without tasks`);
}
function assertAction({ env: { REBUILD_ACTION: action } }) {
  if (action && !ACTIONS.includes(action)) refuse(`REBUILD_ACTION is ${quote2(action)}, it can be ${orList(ACTIONS)}`);
}
function assertOneRemote(jobs, { targetHost, env }) {
  const name = targetHost === void 0 ? "LP_REMOTE_HOST" : "--target-host";
  const address = targetHost ?? env["LP_REMOTE_HOST"];
  if (address && jobs.length > 1)
    refuse(`${name} would send all ${jobs.length} hosts to ${quote2(address)}: leave it out, or name one host`);
}
function parseWaves(text2) {
  return text2.split(",").map((size) => {
    const [, digits, percent] = /^([1-9]\d{0,5})(%?)$/.exec(size) ?? [];
    if (digits !== void 0 && !percent) return { count: Number(digits) };
    if (Number(digits) <= 100) return { percent: Number(digits) };
    const sizes = "numbers of hosts from 1 up or percentages up to 100%, such as --wave 1,10%,100%";
    return refuse(`--wave takes ${sizes}, not ${JSON.stringify(text2)}`);
  });
}
function inWaves(jobs, sizes) {
  const waves = [];
  for (let from = 0; from < jobs.length; from += waves.at(-1).length) {
    const size = sizes[Math.min(waves.length, sizes.length - 1)] ?? { percent: 100 };
    const count = "count" in size ? size.count : Math.max(1, Math.floor(jobs.length * size.percent / 100));
    waves.push(jobs.slice(from, from + count));
  }
  return waves;
}
function orList(words) {
  return words.join(", ").replace(/, (?=\S+$)/, " or ");
}
function refuse(problem) {
  throw new UsageError(problem);
}
function unknown(word) {
  return refuse(`unknown option ${word.replace(/=.*/s, "")}; ${SELF} --help lists what there is`);
}

// src/launch/run/groups.ts
var import_node_child_process = require("node:child_process");
var import_promises = require("node:timers/promises");
var LADDER = ["SIGINT", "SIGTERM", "SIGKILL"];
var SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"];
var TICK_MS = 20;
var SAME_MS = 400;
var PATIENCE = [0, 1e4, 5e3, 5e3];
var LITTLE = [0, 500, 1e3, 5e3];
var NONE = [0, 0, 0, 5e3];
var Groups = class {
  #groups = /* @__PURE__ */ new Map();
  #hurry = 0;
  /** From here on no child may be started. */
  ending = false;
  add(pid) {
    this.#groups.set(pid, { parts: /* @__PURE__ */ new Set([pid]), leader: true, step: 0, since: 0 });
  }
  /** The child itself is gone; what it left in the background may live on. */
  orphan(pid) {
    const group = this.#groups.get(pid);
    if (group && [...group.parts].some((part) => signalGroup(part, 0))) group.leader = false;
    else this.#groups.delete(pid);
  }
  /** Ends one group in its time; resolves when it is gone, cannot be ended, or all are being ended. */
  async stop(pid) {
    const one = /* @__PURE__ */ new Map([[pid, this.#groups.get(pid)]]);
    while (!this.ending && this.#press(one)) await (0, import_promises.setTimeout)(TICK_MS);
  }
  /** Once: SIGTERM for all soon, then SIGKILL. Twice: SIGKILL now. */
  hurry() {
    this.#hurry++;
  }
  /** Ends every group; resolves when all are gone, with those that even SIGKILL could not end. */
  async end() {
    this.ending = true;
    while (this.#press(this.#groups)) await (0, import_promises.setTimeout)(TICK_MS);
    return [...this.#groups.keys()];
  }
  /** Sends what is due; returns whether there is anything left that may still end. */
  #press(groups) {
    const now = performance.now();
    const isDue = (group) => now - group.since >= this.#wait(group);
    if ([...groups.values()].some(isDue)) look(groups);
    for (const [pid, group] of groups) {
      for (const part of group.parts) if (!signalGroup(part, 0)) group.parts.delete(part);
      if (group.parts.size === 0) {
        groups.delete(pid);
        this.#groups.delete(pid);
      } else if (isDue(group)) {
        for (const part of group.parts) if (group.step < LADDER.length) signalGroup(part, LADDER[group.step]);
        group.step++;
        group.since = now;
      }
    }
    return [...groups.values()].some(({ step }) => step <= LADDER.length);
  }
  #wait({ step, leader }) {
    const patience = this.#hurry > 1 ? NONE : this.#hurry === 1 || !leader ? LITTLE : PATIENCE;
    return patience[step] ?? Infinity;
  }
};
function look(groups) {
  const { stdout } = (0, import_node_child_process.spawnSync)("ps", ["-A", "-o", "pid=,ppid=,pgid=,sess=,stat="], { encoding: "utf8" });
  if (!stdout) return;
  const rows = stdout.matchAll(/^ *(\d+) +(\d+) +(\d+) +(\d+) +(\S)/gm);
  const all = [...rows].map(([, pid, parent, group, session2, state]) => {
    return { pid: Number(pid), parent: Number(parent), group: Number(group), session: Number(session2), state };
  });
  const byPid = new Map(all.map((one) => [one.pid, one]));
  const owners = new Map(
    [...groups.values()].flatMap((owner) => [...owner.parts].map((part) => [part, owner]))
  );
  const ownerOf = (pid) => {
    const one = byPid.get(pid);
    return one && (owners.get(one.group) ?? groups.get(one.session) ?? ownerOf(one.parent));
  };
  for (const { pid, group } of all) {
    const owner = ownerOf(pid);
    if (owner) owners.set(group, owner);
  }
  const running = new Set(all.filter(({ state }) => state !== "Z").map(({ group }) => group));
  for (const owner of groups.values())
    owner.parts = new Set([...running].filter((group) => owners.get(group) === owner));
}
function signalGroup(group, signal) {
  try {
    return process.kill(-group, signal);
  } catch (error) {
    return error.code === "EPERM";
  }
}
var Interrupt = class {
  constructor(groups, announce) {
    this.groups = groups;
    this.announce = announce;
  }
  groups;
  announce;
  /** Why the run is being stopped, and the exit code that this end means. */
  reason;
  exit;
  #since = 0;
  /** Has our terminal for itself: Ctrl-C reaches it without us, and every other signal through us. */
  guest;
  #resolve = () => {
  };
  /** Resolves after an interrupt, when all groups are gone, with those that could not be ended. */
  over = new Promise((resolve2) => this.#resolve = resolve2);
  signal(name) {
    const now = performance.now();
    if (this.guest !== void 0) this.guest.kill(name === "SIGINT" || name === "SIGQUIT" ? 0 : name);
    else if (this.reason === void 0) this.begin(name);
    else if (now - this.#since > SAME_MS) this.groups.hurry();
    else return;
    this.exit = 130;
    this.#since = now;
  }
  begin(reason, exit = 130) {
    if (this.reason !== void 0) return;
    this.reason = reason;
    this.exit = exit;
    this.announce(reason);
    void this.groups.end().then(this.#resolve);
  }
};

// src/launch/run/nix.ts
var import_node_fs2 = require("node:fs");
var import_node_os2 = require("node:os");
var import_node_path2 = require("node:path");

// src/launch/run/pool.ts
var import_node_os = require("node:os");
var import_promises2 = require("node:timers/promises");

// node_modules/yocto-queue/index.js
var Node = class {
  value;
  next;
  constructor(value) {
    this.value = value;
  }
};
var Queue = class {
  #head;
  #tail;
  #size;
  constructor() {
    this.clear();
  }
  enqueue(value) {
    const node = new Node(value);
    if (this.#head) {
      this.#tail.next = node;
      this.#tail = node;
    } else {
      this.#head = node;
      this.#tail = node;
    }
    this.#size++;
  }
  dequeue() {
    const current = this.#head;
    if (!current) {
      return;
    }
    this.#head = this.#head.next;
    this.#size--;
    if (!this.#head) {
      this.#tail = void 0;
    }
    return current.value;
  }
  peek() {
    if (!this.#head) {
      return;
    }
    return this.#head.value;
  }
  clear() {
    this.#head = void 0;
    this.#tail = void 0;
    this.#size = 0;
  }
  get size() {
    return this.#size;
  }
  *[Symbol.iterator]() {
    let current = this.#head;
    while (current) {
      yield current.value;
      current = current.next;
    }
  }
  *drain() {
    while (this.#head) {
      yield this.dequeue();
    }
  }
};

// node_modules/p-limit/index.js
function pLimit(concurrency) {
  let rejectOnClear = false;
  if (typeof concurrency === "object") {
    ({ concurrency, rejectOnClear = false } = concurrency);
  }
  validateConcurrency(concurrency);
  if (typeof rejectOnClear !== "boolean") {
    throw new TypeError("Expected `rejectOnClear` to be a boolean");
  }
  const queue = new Queue();
  let activeCount = 0;
  const resumeNext = () => {
    if (activeCount < concurrency && queue.size > 0) {
      activeCount++;
      queue.dequeue().run();
    }
  };
  const next = () => {
    activeCount--;
    resumeNext();
  };
  const run = async (function_, resolve2, arguments_) => {
    const result = (async () => function_(...arguments_))();
    resolve2(result);
    try {
      await result;
    } catch {
    }
    next();
  };
  const enqueue = (function_, resolve2, reject, arguments_) => {
    const queueItem = { reject };
    new Promise((internalResolve) => {
      queueItem.run = internalResolve;
      queue.enqueue(queueItem);
    }).then(run.bind(void 0, function_, resolve2, arguments_));
    if (activeCount < concurrency) {
      resumeNext();
    }
  };
  const generator = (function_, ...arguments_) => new Promise((resolve2, reject) => {
    enqueue(function_, resolve2, reject, arguments_);
  });
  Object.defineProperties(generator, {
    activeCount: {
      get: () => activeCount
    },
    pendingCount: {
      get: () => queue.size
    },
    clearQueue: {
      value() {
        if (!rejectOnClear) {
          queue.clear();
          return;
        }
        const abortError = AbortSignal.abort().reason;
        while (queue.size > 0) {
          queue.dequeue().reject(abortError);
        }
      }
    },
    concurrency: {
      get: () => concurrency,
      set(newConcurrency) {
        validateConcurrency(newConcurrency);
        concurrency = newConcurrency;
        queueMicrotask(() => {
          while (activeCount < concurrency && queue.size > 0) {
            resumeNext();
          }
        });
      }
    },
    map: {
      async value(iterable, function_) {
        const promises = [];
        try {
          Array.from(iterable, (value, index) => {
            const promise = generator(function_, value, index);
            promises.push(promise);
            return promise;
          });
        } catch (error) {
          for (const promise of promises) {
            promise.catch(() => {
            });
          }
          throw error;
        }
        return Promise.all(promises);
      }
    }
  });
  return generator;
}
function validateConcurrency(concurrency) {
  if (!((Number.isInteger(concurrency) || concurrency === Number.POSITIVE_INFINITY) && concurrency > 0)) {
    throw new TypeError("Expected `concurrency` to be a number from 1 and up");
  }
}

// src/launch/run/pool.ts
var EXHAUSTED = ["EMFILE", "ENFILE", "EAGAIN", "ENOMEM"];
var EVALUATION_BYTES = 2 * 1024 ** 3;
var HOST_MB = 110;
var MOST_HOSTS = 50;
var Pool = class {
  constructor(size) {
    this.size = size;
    this.#limit = pLimit(size);
  }
  size;
  #limit;
  #turn = Promise.resolve();
  async run(task) {
    const done = await this.#limit(() => this.#try(task));
    return done ? done.value : this.run(task);
  }
  async #try(task) {
    try {
      this.#turn = this.#turn.then(() => (0, import_promises2.setImmediate)());
      await this.#turn;
      return { value: await task() };
    } catch (error) {
      const { activeCount } = this.#limit;
      if (activeCount === 1 || !EXHAUSTED.includes(String(error.code))) throw error;
      this.#limit.concurrency = activeCount - 1;
      return void 0;
    }
  }
};
function evaluationsAtOnce(cores = (0, import_node_os.availableParallelism)(), bytes2 = memory()) {
  return Math.max(1, Math.min(cores, Math.floor(bytes2 / EVALUATION_BYTES)));
}
function hostsAtOnce(processes, free = Math.min((0, import_node_os.freemem)(), memory()), most = MOST_HOSTS) {
  return Math.max(1, Math.min(most, Math.floor(free / processes / (HOST_MB * 1e6))));
}
function memory() {
  return Math.min((0, import_node_os.totalmem)(), process.constrainedMemory() || Infinity);
}

// src/launch/run/nix.ts
var FEATURES = ["--extra-experimental-features", "nix-command flakes"];
var SYSTEM = `${{ x64: "x86_64", arm64: "aarch64" }[process.arch]}-${process.platform}`;
function whereFrom(flake, { LOLLYPOPS_EXPR: file }) {
  return flake === void 0 && file ? { file } : { flake: flake ?? "." };
}
function installable(where, path3) {
  const bad = path3.find((name) => !isAddressable(name));
  if (bad !== void 0)
    throw new NixError("", "-", `error: Nix cannot address ${JSON.stringify(bad)}: rename the host
`);
  const attribute = path3.map((name) => /^[A-Za-z_][\w-]*$/.test(name) ? name : `"${name}"`).join(".");
  if ("file" in where) return ["--impure", "--file", where.file, attribute];
  return [`${where.flake}#${attribute.replace(/[^\w.-]/gu, encodeURIComponent)}`];
}
var NixError = class extends Error {
  constructor(command2, exit, stderr) {
    super(lastError(stderr) || `nix ended with ${exit}`);
    this.command = command2;
    this.exit = exit;
    this.stderr = stderr;
  }
  command;
  exit;
  stderr;
  get said() {
    return (this.command && `${this.command}
`) + this.stderr;
  }
  get remedy() {
    const text2 = this.stderr;
    if (/unrecognised flag|unknown flag|is not a recognised|requires \d+ arg/.test(text2))
      return "what follows -- has to be options of Nix";
    if (/does not provide attribute|attribute '[^']*launch/.test(text2))
      return "add lollypops.lib.deployPackages { flake = self; inherit pkgs; } to the packages of its flake";
    return /could not find a flake|does not contain a '[^']*flake.nix'|cannot find flake/.test(text2) ? "run launch in a flake, or give --flake REF" : "see above";
  }
};
var Nix = class {
  constructor(where, groups, pool, words = []) {
    this.where = where;
    this.groups = groups;
    this.pool = pool;
    this.words = words;
  }
  where;
  groups;
  pool;
  words;
  #roots;
  #builds = 0;
  #drvs = /* @__PURE__ */ new Map();
  async names() {
    return this.#ask(["eval", "--json", "--apply", "builtins.attrNames"], this.#attribute("launch", "hosts"));
  }
  async inspect(names) {
    return (await Promise.all(this.#parts(names, Infinity).map((part) => this.#inspectPart(part)))).flat();
  }
  /** Several hosts in one process; those that fail there are asked again, in smaller parts. */
  async #inspectPart(names) {
    const [first, ...others] = names;
    if (others.length === 0) return [await this.pool.run(() => this.host(first))];
    const found = await this.pool.run(() => this.#several(names, "hosts"));
    const half = Math.ceil(names.length / 2);
    const parts = found ? names.map((name) => [name]) : [names.slice(0, half), names.slice(half)];
    const asked = parts.map(async (part) => {
      const { success, value } = found?.[part[0]] ?? {};
      return success ? [{ name: part[0], info: value }] : this.#inspectPart(part);
    });
    return (await Promise.all(asked)).flat();
  }
  async host(name) {
    try {
      return { name, info: await this.#ask(["eval", "--json"], this.#attribute("launch", "hosts", name)) };
    } catch (error) {
      if (error instanceof NixError) return { name, error };
      throw error;
    }
  }
  /** What is known of several hosts at once. Undefined: one of them fails in a way that Nix does not catch. */
  async #several(names, attribute) {
    const apply = `all: builtins.mapAttrs (_: one: builtins.tryEval (builtins.deepSeq one one)) (${only(names, "all")})`;
    try {
      return await this.#ask(["eval", "--json", "--apply", apply], this.#attribute("launch", attribute));
    } catch (error) {
      if (error instanceof NixError) return void 0;
      throw error;
    }
  }
  /** Evaluates the scripts of several hosts: by nix-eval-jobs where there is one. What fails is left to `build`. */
  prepare(jobs) {
    const names = jobs.flatMap(({ host, script }) => script === void 0 ? host : []);
    if (names.length < 2) return;
    const tell = /* @__PURE__ */ new Map();
    for (const name of names) this.#drvs.set(name, new Promise((resolve2) => tell.set(name, resolve2)));
    const together = async (part) => {
      const drvs = await this.pool.run(() => this.#several(part, "drvs")).catch(() => void 0);
      for (const name of part) tell.get(name)(drvs?.[name]?.value || void 0);
    };
    void this.#evalJobs(names, (name, drv) => tell.get(name)?.(drv)).then(
      () => names.forEach((name) => void tell.get(name)(void 0)),
      () => this.#parts(names).forEach((part) => void together(part))
    );
  }
  async ready({ host = "" }) {
    await this.#drvs.get(host);
  }
  /** @throws Error also where there is none, or one that knows none of the options, as those before 2.29 */
  async #evalJobs(names, found) {
    const { where } = this;
    const root = "file" in where ? [where.file] : ["--flake", `${where.flake}#packages.${SYSTEM}.launch.scripts`];
    const select = `all: ${only(names, "file" in where ? "all.launch.scripts" : "all")}`;
    const size = Math.max(1024, hostsAtOnce(this.pool.size) * HOST_MB);
    const limits = ["--workers", String(this.pool.size), "--max-memory-size", String(size)];
    const words = [...FEATURES, "--impure", ...limits, ...root, "--select", select, ...this.words];
    const { child } = await this.#start(["nix-eval-jobs", ...words]);
    for await (const line of child) {
      const { attrPath, drvPath } = JSON.parse(line);
      found(attrPath[0], drvPath);
    }
    if ((await child).exitCode !== 0) throw new Error("no nix-eval-jobs");
  }
  /**
   * Builds the script of a host: it, and what it needs, is kept from garbage collection until `close`.
   * @throws NixError
   */
  async build(host) {
    const drv = await this.#drvs.get(host);
    const name = drv === void 0 ? this.#attribute(`deploy-${host}`) : [`${drv}^out`];
    const link = ["--out-link", (0, import_node_path2.join)(this.#folder(), String(this.#builds++))];
    const words = ["build", "--no-link", "--json", "--print-build-logs"];
    const [{ outputs, drvPath }] = await this.#ask(words, name, link);
    return { script: outputs.out, drv: drvPath };
  }
  #attribute(...path3) {
    return installable(this.where, path3);
  }
  #parts(names, most) {
    const size = Math.min(hostsAtOnce(this.pool.size, void 0, most), Math.ceil(names.length / this.pool.size));
    return names.flatMap((_, at) => at % size === 0 ? [names.slice(at, at + size)] : []);
  }
  #folder() {
    try {
      this.#roots ??= (0, import_node_fs2.mkdtempSync)((0, import_node_path2.join)((0, import_node_os2.tmpdir)(), "launch-roots-"));
      return this.#roots;
    } catch (error) {
      throw new NixError("", "-", `error: no place to keep what Nix builds: ${error.message}
`);
    }
  }
  close() {
    if (this.#roots !== void 0) (0, import_node_fs2.rmSync)(this.#roots, { recursive: true, force: true });
  }
  /** @param own words that are of no use to a person who repeats the command */
  async #ask(ask, name, own = []) {
    const words = ["nix", ...FEATURES, ...ask, ...name, ...this.words];
    const command2 = words.map(quote2).join(" ");
    const { child } = await this.#start([...words, ...own]);
    const { exitCode: exitCode2, signal, stdout, stderr, message } = await child;
    if (exitCode2 === 127 || child.pid === void 0)
      throw new NixError(command2, "-", `error: nix cannot be started: ${lastError(stderr || message)}
`);
    if (exitCode2 !== 0) throw new NixError(command2, String(signal ?? exitCode2), stderr);
    try {
      return JSON.parse(stdout);
    } catch {
      throw new NixError(command2, "0", `error: an answer of Nix that launch cannot read: ${stdout}
`);
    }
  }
  /** Starts a program that is ended with us, as scripts are, and keeps at most the last MiB of what it says. */
  async #start(words) {
    const { $: $2 } = await Promise.resolve().then(() => (init_core(), core_exports));
    if (this.groups.ending) throw new Error("interrupted");
    const env = { ...process.env, SSH_ASKPASS_REQUIRE: "never" };
    const options = { nothrow: true, quiet: true, verbose: false, detached: true, env };
    const child = $2({ ...options, stdio: ["ignore", "pipe", "pipe"] })`${words} 2> >(tail -c 1M >&2)`;
    const { pid } = child;
    if (pid !== void 0) {
      this.groups.add(pid);
      void child.finally(() => this.groups.orphan(pid));
    }
    return { child };
  }
};
function only(names, set) {
  const wanted = JSON.stringify(Object.fromEntries(names.filter(isAddressable).map((name) => [name, 0])));
  return `builtins.intersectAttrs (builtins.fromJSON ${JSON.stringify(wanted).replaceAll("$", "\\$")}) ${set}`;
}
function isAddressable(name) {
  return !/["^\p{Cc}]/u.test(name);
}
function lastError(stderr) {
  const plain = stderr.replace(/\x1b\[[\d;]*m/g, "");
  const causes = [...plain.matchAll(/^\s*error: *(\S.*)$/gm)].map((match) => match[1]);
  return causes.at(-1) ?? plain.trim().split("\n").at(-1) ?? "";
}

// src/launch/run/password.ts
var import_node_child_process2 = require("node:child_process");
var import_node_fs3 = require("node:fs");
var import_promises3 = require("node:timers/promises");
var ON_TERMINAL = "{ : </dev/tty; } 2>/dev/null || exit 3";
var SECRETLY = 'IFS= read -rsp "$0" answer </dev/tty 2>/dev/tty; echo >/dev/tty; printf "%s\\n" "$answer"';
var OPENLY = 'IFS= read -rp "$0" answer </dev/tty 2>/dev/tty; printf "%s\\n" "$answer"';
function passwords(perHost, ask = askPassword) {
  const known = /* @__PURE__ */ new Map();
  return async (host) => {
    const whose = perHost ? host : "the hosts that ask for one";
    if (!known.has(whose)) known.set(whose, ask(`Password for sudo on ${whose}: `));
    await (0, import_promises3.setImmediate)();
    return known.get(whose);
  };
}
function askPassword(prompt) {
  const answer = askTerminal(prompt, SECRETLY);
  if (answer !== void 0) return answer;
  const [password = ""] = (0, import_node_fs3.readFileSync)(0, "utf8").split("\n");
  if (password === "" || password.includes("\0"))
    throw new Error("it wants a password for sudo, and there is neither a terminal to ask on nor one on standard input");
  return `${password}
`;
}
function askTerminal(prompt, how = OPENLY) {
  const { status, stdout } = (0, import_node_child_process2.spawnSync)("bash", ["-c", `${ON_TERMINAL}; ${how}`, prompt], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"]
  });
  return status === 3 ? void 0 : stdout;
}

// src/launch/run/plan.ts
var NO_MODULE = "does not have the lollypops module: add lollypops.nixosModules.default to its modules";
async function buildScript(job, nix2) {
  if (job.script !== void 0) return { script: job.script, drv: null };
  try {
    return await nix2.build(job.host);
  } catch (error) {
    if (!(error instanceof NixError)) throw error;
    const { said, exit, message } = error;
    const unbuilt = { said, exit, why: message };
    if (nix2.groups.ending) return unbuilt;
    const { info } = await nix2.host(job.host);
    if (info !== null) return unbuilt;
    const why = `${job.host} ${NO_MODULE}`;
    return { said: job.optional ? null : `${why}
`, exit, why };
  }
}
async function plannedWork({ jobs, unknown: unknown2 }, options, nix2) {
  nix2.prepare(jobs);
  const build = async (job) => {
    await nix2.ready(job);
    return nix2.pool.run(() => buildScript(job, nix2));
  };
  const built = await Promise.all(jobs.map(build));
  if (nix2.groups.ending) throw new Error("interrupted");
  const failed = built.flatMap(
    (result, at) => "said" in result && result.said ? [{ host: jobs[at].label, error: result.why, said: result.said }] : []
  );
  const lost = unknown2.map(({ name, error }) => {
    const why = unknownReason(error.message);
    return { host: name, error: why, said: why };
  });
  const waves = inWaves(jobs, options.waves).flatMap((wave, at) => wave.map(() => at + 1));
  const planned = jobs.flatMap((job, at) => {
    const result = built[at];
    if (!("script" in result)) return [];
    const { script, drv } = result;
    const { label: host, target, tasks } = job;
    const header = headerOf(script);
    assertTasks([{ ...job, known: header?.tasks ?? job.known }]);
    const words = scriptWords(options, tasks);
    const command2 = [script, ...words].map(quote2).join(" ");
    const { system: system2 = "", address = null, tags = null, password: asksPassword = false } = header ?? {};
    const found = { host, wave: waves[at], target, tasks, script, drv, system: system2 || null, address, tags };
    return { ...found, arguments: words, command: command2, asksPassword };
  });
  return { version: 2, jobs: planned, failed: [...failed, ...lost] };
}
function unknownReason(message) {
  return `does not evaluate, so that nobody knows whether it was asked for: ${message}`;
}

// src/launch/run/script.ts
var import_node_child_process3 = require("node:child_process");
var import_node_events = require("node:events");
var import_node_fs4 = require("node:fs");
var import_node_net = require("node:net");
var import_node_os3 = require("node:os");
var import_node_path3 = require("node:path");
var import_node_util = require("node:util");
var BUFFER = Buffer.allocUnsafeSlow(64 * 1024);
var FULLEST_PIPE = 1024 * 1024;
var CANNOT_START = "what its first line names after #! has to be there, and to be a program for this machine";
var Runner = class {
  constructor(count, groups, env) {
    this.groups = groups;
    this.env = env;
    try {
      this.folder = (0, import_node_fs4.mkdtempSync)((0, import_node_path3.join)((0, import_node_os3.tmpdir)(), "launch-"));
    } catch (error) {
      const { message } = error;
      throw new Error(`no folder for pipes to the scripts can be made: ${message}; TMPDIR names another place`);
    }
    const names = Array.from({ length: count }, (_, n) => String(n));
    this.#fifos = names.map((name) => (0, import_node_path3.join)(this.folder, name));
    this.#made = (0, import_node_util.promisify)(import_node_child_process3.execFile)("mkfifo", ["-m", "600", ...names], { cwd: this.folder });
    this.#made.catch(() => {
    });
  }
  groups;
  env;
  folder;
  #fifos;
  #made;
  /**
   * Runs a script to its end, in a process group of its own, and prints what it says.
   * @param input what it finds on standard input, which is else empty
   * @throws Error EMFILE and the like when the system allows no more scripts
   */
  async run(path3, args, input, source, timeout) {
    await this.#made;
    const fifo = this.#fifos.pop();
    const ends = [];
    let child;
    try {
      if (this.groups.ending) throw new Error("interrupted");
      ends.push((0, import_node_fs4.openSync)(fifo, import_node_fs4.constants.O_RDONLY | import_node_fs4.constants.O_NONBLOCK));
      ends.push((0, import_node_fs4.openSync)(fifo, import_node_fs4.constants.O_WRONLY));
      const stdin = input === void 0 ? "ignore" : "pipe";
      child = await begin(path3, args, { stdio: [stdin, ends[1], ends[1]], detached: true, env: this.env });
      (0, import_node_fs4.closeSync)(ends[1]);
    } catch (error) {
      for (const end2 of ends) (0, import_node_fs4.closeSync)(end2);
      this.#fifos.push(fifo);
      throw error;
    }
    const pid = child.pid;
    this.groups.add(pid);
    child.stdin?.on("error", () => {
    }).end(input);
    const drain = read(ends[0], source);
    let stopped;
    const timer = timeout && setTimeout(() => stopped = this.groups.stop(pid), 1e3 * timeout);
    const code = await ended(child);
    clearTimeout(timer);
    await stopped;
    this.groups.orphan(pid);
    await drain();
    await source.say("");
    source.screen.remove(source);
    return { code, timedOut: stopped !== void 0 };
  }
  async close() {
    await this.#made.catch(() => {
    });
    (0, import_node_fs4.rmSync)(this.folder, { recursive: true, force: true });
  }
};
function read(fd, source) {
  const take = (length) => {
    source.take(BUFFER.subarray(0, length));
    return true;
  };
  const onread = { buffer: BUFFER, callback: take };
  const socket = new import_node_net.Socket({ fd, readable: true, writable: false, onread });
  socket.on("error", () => socket.destroy());
  source.screen.add(source, (go) => void (go ? socket.resume() : socket.pause()));
  return async () => {
    for (let left = FULLEST_PIPE; left > 0; ) {
      await source.screen.turn(source);
      const length = socket.destroyed ? 0 : readNow(fd);
      if (length === 0) break;
      take(length);
      left -= length;
    }
    socket.destroy();
  };
}
function readNow(fd) {
  try {
    return (0, import_node_fs4.readSync)(fd, BUFFER);
  } catch {
    return 0;
  }
}
async function handTerminal(path3, args, env, interrupt2) {
  interrupt2.guest = await begin(path3, args, { stdio: "inherit", env });
  return ended(interrupt2.guest);
}
async function begin(path3, args, options) {
  const child = (0, import_node_child_process3.spawn)(path3, args, options);
  if (child.pid !== void 0) return child;
  const [error] = await (0, import_node_events.once)(child, "error");
  if (["ENOENT", "EACCES", "ENOEXEC"].includes(error.code)) error.message = CANNOT_START;
  throw error;
}
async function ended(child) {
  const [code, signal] = await (0, import_node_events.once)(child, "exit");
  return signal === null ? code : 128 + import_node_os3.constants.signals[signal];
}
function exitText(code) {
  const [signal] = Object.entries(import_node_os3.constants.signals).find(([, number]) => number === code - 128) ?? [];
  return signal === void 0 ? String(code) : `${code} (${signal})`;
}

// src/launch/run/session.ts
var import_node_fs6 = require("node:fs");

// src/launch/show/events.ts
function eventLine(event) {
  const plain = (key, value = null) => key === "seconds" ? Math.round(Number(value) * 1e3) / 1e3 : value;
  return `${JSON.stringify({ time: /* @__PURE__ */ new Date(), ...event }, plain)}
`;
}
function endedEvent({ job, outcome, task, exit, code, seconds, tasks = [], log: log2 }) {
  const timeout = exit === "timeout";
  return { event: "ended", host: job.label, result: outcome, task, code, timeout, seconds, tasks, log: log2 };
}

// src/launch/show/logs.ts
var import_node_fs5 = require("node:fs");
var import_node_os4 = require("node:os");
var import_node_path4 = require("node:path");
var KEPT_RUNS = 20;
var RUN = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.\d{3}-(\d+)$/;
var Logs = class {
  /**
   * @param chosen `--log-dir`; undefined: the user's state directory
   * @param spare a folder that goes with this run, for what is shown when a host is done
   * @throws UsageError when the folder that was asked for cannot be had
   */
  constructor(chosen, spare, say2) {
    this.spare = spare;
    this.say = say2;
    try {
      const base = chosen ?? stateFolder(process.env);
      const folder = (0, import_node_path4.join)(base, `${(/* @__PURE__ */ new Date()).toISOString().slice(0, -1).replaceAll(":", "-")}-${process.pid}`);
      (0, import_node_fs5.mkdirSync)(folder, { recursive: true, mode: 448 });
      this.folder = folder;
      forget(base);
    } catch (error) {
      const { message } = error;
      if (chosen !== void 0) throw new UsageError(`--log-dir ${quote2(chosen)} cannot be used: ${message}`);
      say2(`output is not kept: ${message}; --log-dir DIR names another folder`);
    }
  }
  spare;
  say;
  /** The folder in which they stay; undefined where they do not. */
  folder;
  #names = /* @__PURE__ */ new Set();
  #broken = /* @__PURE__ */ new Set();
  /** A file of its own for each host. */
  pathFor(host) {
    const folder = this.folder ?? this.spare;
    if (folder === void 0) return void 0;
    let name = host.slice(0, 60).replace(/^\.|[/\p{Cc}]/gu, "_");
    while (this.#names.has(name)) name += "_";
    this.#names.add(name);
    return (0, import_node_path4.join)(folder, `${name}.log`);
  }
  /** Synchronous: what is printed has been written. After an error, what follows is dropped. */
  append(path3, chunk) {
    if (this.#broken.has(path3)) return;
    try {
      (0, import_node_fs5.appendFileSync)(path3, chunk, { mode: 384 });
    } catch (error) {
      if (this.#broken.size === 0) this.say(`output of some hosts is not kept whole: ${error.message}`);
      this.#broken.add(path3);
    }
  }
};
function stateFolder(env) {
  const state = env["XDG_STATE_HOME"];
  return (0, import_node_path4.join)(state?.startsWith("/") ? state : (0, import_node_path4.join)(env["HOME"] || (0, import_node_os4.homedir)(), ".local/state"), "lollypops", "launch");
}
function forget(base) {
  const runs = (0, import_node_fs5.readdirSync)(base).filter((name) => RUN.test(name));
  const old = runs.sort().slice(0, -KEPT_RUNS);
  for (const name of old.filter((name2) => !isRunning(Number(RUN.exec(name2)[1]))))
    (0, import_node_fs5.rm)((0, import_node_path4.join)(base, name), { recursive: true, force: true }, () => {
    });
}
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

// src/launch/show/screen.ts
var STALLED_MS = 1e3;
var LONGEST = 64 * 1024 * 1024;
var HELD_BY_ALL = 32 * 1024 * 1024;
var Screen = class {
  constructor(out2, speakers) {
    this.out = out2;
    this.lineLimit = Math.min(1024 * 1024, Math.floor(HELD_BY_ALL / Math.max(1, speakers)));
    out2.onRoom = () => this.#update();
  }
  out;
  /** Each with what opens and closes its pipe. */
  #speakers = /* @__PURE__ */ new Map();
  #waiting = [];
  #owner;
  #owned = 0;
  #moved = false;
  #timer;
  lineLimit;
  add(speaker, valve) {
    this.#speakers.set(speaker, valve);
    valve(this.#isFree(speaker));
  }
  remove(speaker) {
    this.#speakers.delete(speaker);
  }
  async turn(speaker) {
    while (!this.#isFree(speaker)) await new Promise((resolve2) => this.#waiting.push(resolve2));
  }
  /** @param label undefined where a line goes on */
  print(speaker, label2, bytes2, last) {
    this.out.write(label2 ? labelled(label2, bytes2) : Buffer.from(bytes2));
    if (this.out.full) this.#update();
    if (last) {
      if (this.#owner === speaker) this.#own(void 0);
    } else if (label2 !== void 0) {
      this.#own(speaker);
    } else {
      this.#moved = true;
      this.#owned += bytes2.length;
      if (this.#owned > LONGEST && this.#othersWait) this.cut();
    }
  }
  /** Ends a line that is still going on, so that somebody else can print at once. */
  cut() {
    this.#owner?.end();
  }
  #own(speaker) {
    clearInterval(this.#timer);
    this.#owner = speaker;
    this.#owned = 0;
    if (speaker) this.#timer = setInterval(() => this.#cutStalled(), STALLED_MS);
    this.#update();
  }
  #cutStalled() {
    if (!this.#moved && !this.out.full && this.#othersWait) this.cut();
    this.#moved = false;
  }
  get #othersWait() {
    return this.#speakers.size > 1 || this.#waiting.length > 0;
  }
  #isFree(speaker) {
    return !this.out.full && (this.#owner === void 0 || this.#owner === speaker);
  }
  #update() {
    this.#moved = true;
    for (const [speaker, valve] of this.#speakers) valve(this.#isFree(speaker));
    for (const resolve2 of this.#waiting.splice(0)) resolve2();
  }
};
function labelled(label2, lines) {
  const before = Buffer.from(label2).toString("latin1");
  const text2 = lines.toString("latin1");
  return Buffer.from(before + text2.slice(0, -1).replaceAll("\n", () => `
${before}`) + text2.slice(-1), "latin1");
}

// src/launch/show/lines.ts
var NEWLINE = Buffer.from("\n");
var NONE2 = Buffer.alloc(0);
var TAIL_BYTES = 4096;
var TAIL_LINES = 10;
var Lines = class {
  constructor(limit, piece) {
    this.limit = limit;
    this.piece = piece;
  }
  limit;
  piece;
  #held = NONE2;
  #open = false;
  take(chunk) {
    const begun = this.#open ? chunk.indexOf(10) + 1 : 0;
    const end2 = chunk.lastIndexOf(10) + 1;
    if (begun > 0) this.#pass(chunk.subarray(0, begun), true);
    if (end2 > begun) this.#pass(chunk.subarray(begun, end2), true);
    if (end2 === chunk.length) return;
    const rest = chunk.subarray(end2);
    if (this.#open || this.#held.length + rest.length > this.limit) this.#pass(rest, false);
    else this.#held = Buffer.concat([this.#held, rest]);
  }
  /** Ends a line that has no newline yet by one. */
  end() {
    if (this.#open || this.#held.length > 0) this.#pass(NEWLINE, true);
  }
  #pass(bytes2, last) {
    const [held, first] = [this.#held, !this.#open];
    this.#held = NONE2;
    this.#open = !last;
    this.piece(held.length > 0 ? Buffer.concat([held, bytes2]) : bytes2, first, last);
  }
};
var Tail = class {
  #bytes = NONE2;
  #cut = false;
  take(chunk) {
    this.#cut ||= this.#bytes.length + chunk.length > TAIL_BYTES;
    this.#bytes = Buffer.concat([this.#bytes, chunk.subarray(-TAIL_BYTES)]).subarray(-TAIL_BYTES);
  }
  lines() {
    if (this.#bytes.length === 0) return [];
    const lines = this.#bytes.toString("latin1").replace(/\n$/, "").split("\n");
    const whole = this.#cut && lines.length > 1 ? lines.slice(1) : lines;
    return whole.slice(-TAIL_LINES).map((line) => Buffer.from(line, "latin1"));
  }
};

// src/launch/show/source.ts
var LONGEST2 = 200;
var TASK = Buffer.from("==> ");
var Source = class {
  constructor(screen, name, show, logs, onTask) {
    this.screen = screen;
    this.name = name;
    this.show = show;
    this.logs = logs;
    this.onTask = onTask;
    this.#lines = new Lines(
      screen.lineLimit,
      (bytes2, first, last) => show(this, first && last ? this.#notice(bytes2) : bytes2, first, last)
    );
  }
  screen;
  name;
  show;
  logs;
  onTask;
  #task;
  #since = 0;
  #times = /* @__PURE__ */ new Map();
  /** The words that `==>` begins a task with; undefined: any. */
  tasks;
  /** The file with its whole output, from the first byte on. */
  log;
  #lines;
  tail = new Tail();
  get task() {
    return this.#task;
  }
  set task(task) {
    if (task === this.#task) return;
    this.#clock();
    this.#task = task;
    if (task !== void 0) this.onTask(task);
  }
  get times() {
    this.#clock();
    return [...this.#times].map(([task, ms]) => ({ task, seconds: ms / 1e3 }));
  }
  take(chunk) {
    this.log ??= this.logs.pathFor(this.name);
    if (this.log !== void 0) this.logs.append(this.log, chunk);
    this.tail.take(chunk);
    this.#lines.take(chunk);
  }
  /** Gives a line that is not ended yet its newline. */
  end() {
    this.#lines.end();
  }
  /** All of `text`, and the end of its last line, as soon as the screen is free for it. */
  async say(text2) {
    await this.screen.turn(this);
    if (text2.length > 0) this.take(Buffer.from(text2));
    this.end();
  }
  #clock() {
    const now = performance.now();
    if (this.#task !== void 0) this.#times.set(this.#task, (this.#times.get(this.#task) ?? 0) + now - this.#since);
    this.#since = now;
  }
  /** A script says `==> TASK` where a task begins: shows the lines before the last of these, and returns the rest. */
  #notice(lines) {
    let shown = 0;
    for (let at = lines.indexOf(TASK); at >= 0; at = lines.indexOf(TASK, at + 1)) {
      if (at > 0 && lines[at - 1] !== 10) continue;
      const [, task] = /^==> ([^\s\p{Cc}]+)\r?\n/u.exec(lines.toString("utf8", at, at + LONGEST2)) ?? [];
      if (task === void 0 || this.tasks?.has(task) === false) continue;
      if (at > shown) this.show(this, lines.subarray(shown, at), true, true);
      this.task = task;
      shown = at;
    }
    return lines.subarray(shown);
  }
};

// src/launch/show/status.ts
var import_node_tty = require("node:tty");
var EVERY_MS = 200;
var USUAL_COLUMNS = 80;
function columnsOf(fd) {
  if (!(0, import_node_tty.isatty)(fd) || process.env["TERM"] === "dumb") return void 0;
  const terminal = new import_node_tty.WriteStream(fd);
  terminal.unref();
  return () => terminal.columns || USUAL_COLUMNS;
}
function showStatus(out2, columns, now) {
  const began = performance.now();
  out2.footer = () => statusLine(now(), (performance.now() - began) / 1e3, columns() - 1);
  const timer = setInterval(() => out2.refresh(), EVERY_MS);
  return () => {
    clearInterval(timer);
    out2.footer = () => "";
    out2.refresh();
  };
}
function statusLine(moment, seconds, width) {
  const { running, waiting, done, failed, where } = moment;
  const elapsed = new Date(seconds * 1e3).toISOString().slice(11, 19).replace(/^(00:0|00:|0)/, "");
  const counts = `${running} running, ${waiting} waiting, ${done} done, ${failed} failed, ${elapsed}`;
  const line = where.length > 0 ? `${counts} | ${where.join(", ")}` : counts;
  const { index, ellipsed } = dist_default(line, { limit: width, ellipsis: "\u2026" });
  return ellipsed ? `${line.slice(0, index)}\u2026` : line.slice(0, index);
}

// src/launch/show/style.ts
var import_node_string_decoder = require("node:string_decoder");
var import_node_tty2 = require("node:tty");
var CR = 13;
var COLOURS = [31, 32, 33, 34, 35, 36, 91, 92, 93, 94, 95, 96];
var NARROW = 80;
var USUAL_TASK = "activate-system";
function showOn(screen, jobs, options, columns) {
  const { has, output } = options;
  if (has("json")) return jsonLines(screen);
  if (output === "group" || output === "quiet") return () => {
  };
  const coloured = wantsColour((0, import_node_tty2.isatty)(screen.out.fd), options);
  const width = columns === void 0 ? 0 : labelWidth(jobs, columns);
  const before = ({ name, task }) => {
    const time = has("timestamps") ? `${(/* @__PURE__ */ new Date()).toTimeString().slice(0, 8)} ` : "";
    return output === "interleaved" ? time : time + label(name, task, coloured, width);
  };
  const show = (speaker, bytes2, first, last) => screen.print(speaker, first ? before(speaker) : void 0, bytes2, last);
  if (columns === void 0) return show;
  const showLine = lineByLine(
    (speaker, line, first, last) => show(speaker, first && last ? line.subarray(lastOverwritten(line)) : line, first, last)
  );
  return (speaker, bytes2, first, last) => (bytes2.includes(CR) ? showLine : show)(speaker, bytes2, first, last);
}
function jsonLines(screen) {
  const decoders = /* @__PURE__ */ new WeakMap();
  return lineByLine((speaker, bytes2, first, last) => {
    if (first) decoders.set(speaker, new import_node_string_decoder.StringDecoder());
    const decoder = decoders.get(speaker);
    const text2 = decoder.write(last ? bytes2.subarray(0, -1) : bytes2) + (last ? decoder.end() : "");
    const { name: host, task } = speaker;
    screen.out.write(eventLine({ event: "output", host, task, text: text2, partial: !last }));
  });
}
function lineByLine(show) {
  return (speaker, bytes2, first, last) => {
    if (!first || !last) return show(speaker, bytes2, first, last);
    for (let from = 0, end2; from < bytes2.length; from = end2) {
      end2 = bytes2.indexOf(10, from) + 1;
      show(speaker, bytes2.subarray(from, end2), true, true);
    }
  };
}
function lastOverwritten(line) {
  let end2 = line.length;
  while (line[end2 - 1] === 10 || line[end2 - 1] === CR) end2--;
  return end2 === 0 ? 0 : line.subarray(0, end2).lastIndexOf(CR) + 1;
}
function label(host, task, coloured, width = 0) {
  const text2 = `[${task === void 0 ? host : `${host}:${task}`}]`;
  const space = " ".repeat(Math.max(1, width - widthOf(text2)));
  return coloured ? `\x1B[${colourOf(host)}m${text2}\x1B[0m${space}` : text2 + space;
}
function labelWidth(jobs, columns) {
  const longest = (words) => Math.max(0, ...words.map(widthOf));
  const tasks = longest(jobs.flatMap(({ host, known, tasks: tasks2 }) => known ?? (host ? [...tasks2, USUAL_TASK] : [])));
  const width = longest(jobs.map((job) => job.label)) + (tasks > 0 ? tasks + 1 : 0) + 3;
  return columns >= NARROW && width <= columns / 2 ? width : 0;
}
function wantsColour(isTerminal, { color, env }) {
  if (color !== "auto") return color === "always";
  return isTerminal && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}
function colourOf(host) {
  const sum = Buffer.from(host).reduce((sum2, byte) => (sum2 * 31 + byte) % 65521, 0);
  return COLOURS[sum % COLOURS.length];
}

// src/launch/show/summary.ts
var COLUMNS2 = ["HOST", "RESULT", "TASK", "EXIT", "TIME"];
var SHOWN_LINES = 4;
var [RED, GREEN, YELLOW] = [31, 32, 33];
var COLOURS2 = { done: GREEN, failed: RED, unknown: RED, offline: YELLOW };
var NOT_DONE = ["failed", "interrupted", "not started"];
var NEEDS_KEY = /^(Host key verification failed|.*Permission denied \(.*(publickey|password|keyboard))/m;
var GUARDED = {
  10: "the host rolled back and runs its old system",
  11: "nothing was activated",
  12: "nobody knows which system it runs",
  13: "rolling back failed: log in and look"
};
function summary(results, options, coloured, logs) {
  const rows = results.map(({ job, outcome, task, exit, seconds, tasks = [] }) => [
    job.label,
    outcome,
    !isGood(outcome) && task || "-",
    exit,
    seconds > 0 ? duration(seconds) : "-",
    tasks.map(({ task: task2, seconds: seconds2 }) => `${task2} ${duration(seconds2)}`).join(", ")
  ]);
  const lines = table([[...COLUMNS2, rows.some((row) => row.at(-1)) ? "TASKS" : ""], ...rows]).split("\n");
  const painted = lines.map((line, at) => {
    const { outcome } = results[at - 1] ?? {};
    const colour = coloured && outcome && COLOURS2[outcome];
    return colour ? line.replace(`  ${outcome} `, `  \x1B[${colour}m${outcome}\x1B[0m `) : line;
  });
  const failed = results.filter(({ outcome }) => outcome === "failed" || outcome === "unknown");
  const shown = /* @__PURE__ */ new Set();
  const repeat = again(results, options);
  return Buffer.concat([
    Buffer.from(`
${painted.join("\n")}`),
    ...failed.flatMap((result) => failure(result, shown, options)),
    Buffer.from(repeat === void 0 ? "" : `
again: ${repeat}
`),
    Buffer.from(failed.length > 0 && logs ? `
whole output: ${quote2(logs)}
` : "")
  ]);
}
function failure(result, shown, options) {
  const { job, task, exit, outcome } = result;
  const lines = result.lastLines.map((line) => line.subarray(lastOverwritten(line)));
  const fresh = [];
  for (const line of lines.toReversed()) {
    const text2 = line.toString("latin1").trim();
    if (text2 === "" || text2.startsWith("==> ") || shown.has(text2) || fresh.length === SHOWN_LINES) continue;
    shown.add(text2);
    fresh.unshift(Buffer.concat([Buffer.from("  "), line, Buffer.from("\n")]));
  }
  const what = outcome === "unknown" ? "is unknown" : "failed";
  const where = task === void 0 ? "" : ` in ${task}`;
  const silent = lines.length === 0 ? ", printed nothing" : "";
  const reason = exit === "-" ? "" : exit === "timeout" ? ", timed out" : `, exit code ${exit}`;
  const remedy = remedyOf(result, lines.join("\n"), options);
  return [
    Buffer.from(`
${job.label} ${what}${where}${reason}${silent}
`),
    ...fresh,
    Buffer.from(remedy === void 0 ? "" : `  -> ${remedy}
`)
  ];
}
function remedyOf(result, said, options) {
  const { job, script, task, code, exit } = result;
  if (script === void 0) return void 0;
  const header = headerOf(script);
  if (exit === "timeout") return `more time: --timeout, now ${options.timeout} seconds`;
  if (header?.guarded && GUARDED[code] !== void 0) return `${GUARDED[code]}; see: ${quote2(script)} status`;
  if (NEEDS_KEY.test(said)) return `log in once by hand, where ssh can ask: ssh ${quote2(header?.address ?? job.label)}`;
  const words = scriptWords(options, task === void 0 ? job.tasks : [task]);
  return `by hand: ${command([script, ...words], options)}`;
}
function again(results, options) {
  const targets = results.filter(({ outcome }) => NOT_DONE.includes(outcome)).map(({ job }) => job.target);
  const { repeated, nixWords, action } = options;
  const words = [...repeated, ...targets, ...action, ...nixWords.length > 0 ? ["--", ...nixWords] : []];
  return targets.length === 0 ? void 0 : command([SELF, ...words], options);
}
function command(words, { env }) {
  const names = Object.keys(env).filter((name) => /^(REBUILD_ACTION|LP_[A-Z_]+)$/.test(name) && env[name]);
  return [...names.map((name) => `${name}=${quote2(env[name])}`), ...words.map(quote2)].join(" ");
}
function exitCode(results) {
  return results.every(({ outcome }) => isGood(outcome)) ? 0 : 1;
}
function isGood(outcome) {
  return outcome === "done" || outcome === "skipped" || outcome === "offline";
}
function duration(seconds) {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

// src/launch/run/session.ts
var NOT_STARTED = { outcome: "not started", exit: "-" };
var Session = class {
  constructor(chosen, options, nix2, interrupt2, out2, err2, say2) {
    this.chosen = chosen;
    this.options = options;
    this.nix = nix2;
    this.interrupt = interrupt2;
    const { jobs } = chosen;
    const { has, output, logDir } = options;
    const env = { ...scriptEnv(options), SSH_ASKPASS_REQUIRE: "never" };
    this.#runner = new Runner(jobs.length, nix2.groups, env);
    this.logs = new Logs(logDir, output === "group" || output === "quiet" ? this.#runner.folder : void 0, say2);
    this.#runs = new Pool(options.jobs);
    this.#password = has("dry-run") ? void 0 : passwords(has("ask-sudo-password"));
    const columns = columnsOf(out2.fd);
    this.screen = new Screen(out2, jobs.length);
    this.#show = showOn(this.screen, jobs, options, columns?.());
    const below = columns === void 0 && (0, import_node_fs6.fstatSync)(out2.fd).isFile() ? err2 : out2;
    const width = below === out2 ? columns : columnsOf(err2.fd);
    if (width && !has("json")) this.#closeStatus = showStatus(below, width, () => this.#now);
  }
  chosen;
  options;
  nix;
  interrupt;
  #active = /* @__PURE__ */ new Set();
  #outcomes = [];
  #runs;
  #runner;
  #password;
  screen;
  #show;
  logs;
  #closeStatus = () => {
  };
  #block = Promise.resolve();
  get where() {
    const all = [...this.#active].map(({ name, task }) => task === void 0 ? name : `${name} (${task})`);
    return all.slice(0, 10).join(", ") + (all.length > 10 ? ` and ${all.length - 10} more` : "");
  }
  /** Ends when all jobs have; never fails. */
  async run() {
    const { jobs, unknown: unknown2 } = this.chosen;
    const atOnce = Number.isFinite(this.options.jobs) ? this.options.jobs : 0;
    this.#tell({ event: "run", hosts: jobs.map(({ label: label2 }) => label2), jobs: atOnce, logs: this.logs.folder });
    this.nix.prepare(jobs);
    for (const { script, label: label2 } of jobs)
      if (script !== void 0 && headerOf(script)?.password) await this.#password?.(label2).catch(() => {
      });
    const results = [];
    for (const wave of inWaves(jobs, this.options.waves))
      results.push(...await Promise.all(wave.map((job) => this.#deploy(job))));
    await this.#block;
    this.#closeStatus();
    return [...results, ...unknown2.map(unknownResult)];
  }
  async close() {
    this.#closeStatus();
    await this.#runner.close();
  }
  /** Builds the script where that is missing, and runs it. What goes wrong is in the result. */
  async #deploy(job) {
    const source = new Source(
      this.screen,
      job.label,
      this.#show,
      this.logs,
      (task2) => this.#tell({ event: "task", host: job.label, task: task2 })
    );
    let began = 0;
    const step = (pool, work) => pool.run(async () => {
      if (this.#stopping) return NOT_STARTED;
      began = performance.now();
      this.#active.add(source);
      return work().finally(() => this.#active.delete(source));
    });
    const failed = async (error) => {
      await source.say(`${built} cannot be run: ${error.message}
`);
      return { outcome: "failed", exit: "-" };
    };
    await this.nix.ready(job);
    const built = job.script ?? await step(this.nix.pool, () => this.#build(job, source));
    const [script, unbuilt] = typeof built === "string" ? [built] : [void 0, built];
    const ending = unbuilt ?? await step(this.#runs, () => this.#run(script, job, source)).catch(failed);
    const outcome = ending.outcome === "failed" && this.nix.groups.ending ? "interrupted" : ending.outcome;
    const { task, times: tasks, log: log2, tail } = source;
    const seconds = outcome === "not started" ? 0 : (performance.now() - began) / 1e3;
    const result = { ...ending, job, outcome, seconds, task, tasks, lastLines: tail.lines(), script, log: log2 };
    if (printsBlock(outcome, this.options)) this.#block = this.#block.then(() => printBlock(source, result));
    this.#outcomes.push(outcome);
    this.#tell(endedEvent({ ...result, log: this.logs.folder && result.log }));
    if (outcome === "failed" && this.options.has("fail-fast"))
      this.interrupt.begin(`${job.label} failed, and --fail-fast is set`, 1);
    return result;
  }
  async #build(job, source) {
    source.task = "build";
    const built = await buildScript(job, this.nix);
    if ("script" in built) return built.script;
    if (built.said === null) {
      source.task = void 0;
      return { outcome: "skipped", exit: "-" };
    }
    await source.say(built.said);
    return { outcome: "failed", exit: built.exit };
  }
  async #run(script, job, source) {
    const { options } = this;
    const header = headerOf(script);
    const tasks = header?.tasks ?? job.known ?? (job.tasks.length > 0 ? job.tasks : void 0);
    source.task = job.tasks.length === 1 ? job.tasks[0] : void 0;
    source.tasks = tasks && new Set(tasks);
    const input = header?.password ? await this.#password?.(source.name) : void 0;
    if (this.#stopping) return NOT_STARTED;
    this.#tell({ event: "started", host: source.name, script });
    const words = scriptWords(options, job.tasks).filter((word) => word !== "--confirm");
    const { code, timedOut } = await this.#runner.run(script, words, input, source, options.timeout);
    if (timedOut) {
      await source.say(`ended after ${options.timeout} seconds, as --timeout says
`);
      return { outcome: "failed", exit: "timeout", code };
    }
    const outcome = code === 0 ? "done" : isOffline(code, script, options) ? "offline" : "failed";
    return { outcome, exit: exitText(code), code };
  }
  get #stopping() {
    const failed = this.#outcomes.filter((outcome) => outcome === "failed");
    return this.interrupt.reason !== void 0 || failed.length > this.options.maxFailures;
  }
  get #now() {
    const [running, ended2] = [this.#active.size, this.#outcomes.length];
    const done = this.#outcomes.filter(isGood).length;
    const where = [...this.#active].map(({ name, task }) => task === void 0 ? name : `${name} ${task}`);
    return { running, waiting: this.chosen.jobs.length - ended2 - running, done, failed: ended2 - done, where };
  }
  #tell(event) {
    if (this.options.has("json")) this.screen.out.write(eventLine(event));
  }
};
function isOffline(code, script, { has }) {
  return code === 20 && (headerOf(script)?.mayBeOffline === true || has("skip-unreachable"));
}
function scriptEnv({ targetHost = "", env }) {
  const [, user, host] = /^(?:([^@]*)@)?(.*)$/s.exec(targetHost);
  return { ...env, ...host && { LP_REMOTE_HOST: host }, ...user && { LP_REMOTE_USER: user } };
}
function unknownResult({ name, error }) {
  const job = { label: name, tasks: [], target: name, optional: true };
  const lastLines = [Buffer.from(unknownReason(error.message))];
  return { job, outcome: "unknown", task: "evaluate", exit: error.exit, seconds: 0, lastLines };
}
function printsBlock(outcome, { output, has }) {
  if (has("json") || outcome === "not started") return false;
  return output === "group" || output === "quiet" && !isGood(outcome);
}
async function printBlock(source, { outcome, exit, seconds, log: log2 }) {
  const { out: out2 } = source.screen;
  out2.write(`=== ${source.name}: ${outcome}, ${exit}, ${duration(seconds)}
`);
  let last;
  const chunks = log2 !== void 0 && (0, import_node_fs6.existsSync)(log2) ? (0, import_node_fs6.createReadStream)(log2) : [];
  for await (const chunk of chunks) {
    await source.screen.turn(source);
    out2.write(chunk);
    last = chunk.at(-1);
  }
  if (last !== void 0 && last !== 10) out2.write("\n");
}

// src/launch/show/output.ts
var import_node_fs7 = require("node:fs");
var import_node_stream = require("node:stream");
var HIGH = 256 * 1024;
var ERASE = Buffer.from("\r\x1B[K");
var NEWLINE2 = 10;
var Output = class extends import_node_stream.Writable {
  constructor(fd) {
    super({ highWaterMark: HIGH });
    this.fd = fd;
    this.on("error", () => this.onRoom());
  }
  fd;
  #writing = 0;
  #hasFooter = false;
  #atLineStart = true;
  /** It is full no longer. */
  onRoom = () => {
  };
  /** A line that stays below everything else, on a terminal; empty: none. */
  footer = () => "";
  /** More than the reader takes: sources have to wait. */
  get full() {
    return !this.destroyed && this.writableLength - this.#writing >= HIGH;
  }
  refresh() {
    if (this.writableLength === 0 && (this.#hasFooter || this.footer())) this.write("");
  }
  /** Resolves when everything so far is written, or cannot be. */
  async flush() {
    if (this.writableLength > 0) await new Promise((resolve2) => this.write("", () => resolve2()));
  }
  _writev(chunks, done) {
    const wasFull = this.full;
    this.#writing = this.writableLength;
    if (wasFull) this.onRoom();
    const bytes2 = chunks.map(({ chunk }) => chunk).filter(({ length }) => length > 0);
    if (bytes2.length > 0) this.#atLineStart = bytes2.at(-1).at(-1) === NEWLINE2;
    if (this.#hasFooter) bytes2.unshift(ERASE);
    const footer = this.#atLineStart ? this.footer() : "";
    this.#hasFooter = footer !== "";
    this.#send([...bytes2, Buffer.from(footer)], (error) => {
      this.#writing = 0;
      done(error);
    });
  }
  #send(bytes2, done) {
    (0, import_node_fs7.writev)(this.fd, bytes2, (error, written) => {
      const length = bytes2.reduce((sum, { length: length2 }) => sum + length2, 0);
      if (error?.code === "EAGAIN") setTimeout(() => this.#send(bytes2, done), 5);
      else if (error || written === length) done(error);
      else this.#send([Buffer.concat(bytes2).subarray(written)], done);
    });
  }
};
function openOutputs() {
  const out2 = new Output(1);
  const [a, b] = [(0, import_node_fs7.fstatSync)(1, { bigint: true }), (0, import_node_fs7.fstatSync)(2, { bigint: true })];
  return { out: out2, err: a.dev === b.dev && a.ino === b.ino ? out2 : new Output(2) };
}

// src/version.ts
var version = "0.1.0";

// src/launch.ts
var STUCK_MS = 5e3;
var OF_OUTPUT = ["--json", "--output", "--silent", "--timestamps", "--color", "--log-dir", "--timeout"];
var { out, err } = openOutputs();
var terminals = [0, 1, 2].filter((fd) => (0, import_node_tty3.isatty)(fd));
var session;
var nix;
var interrupt = new Interrupt(new Groups(), (reason) => {
  const where = session?.where;
  say(where ? `${reason}: ending ${where}; a second Ctrl-C kills them` : `${reason}: stopped`);
});
for (const signal of SIGNALS) process.on(signal, () => interrupt.signal(signal));
void interrupt.over.then((survivors) => {
  if (survivors.length > 0) say(`could not be ended, see to them by hand: process groups ${survivors.join(", ")}`);
  setTimeout(() => void close().then(die), STUCK_MS).unref();
});
process.on("uncaughtException", (error) => interrupt.begin(`internal error, please report it: ${error.stack}`));
process.exitCode = 1;
void main(process.argv.slice(2)).catch(explain).then(end);
async function end(code) {
  await out.flush();
  if (interrupt.reason !== void 0) await interrupt.over;
  await err.flush();
  await close();
  if (!terminals.every((fd) => (0, import_node_tty3.isatty)(fd))) die();
  process.exit(interrupt.exit ?? code);
}
async function main(argv) {
  const options = parseOptions(argv);
  const { has, words, except } = options;
  if (has("help")) return print(help_default);
  if (has("version")) return print(`${version}
`);
  if (options.completion !== void 0) return print(completion(options.completion));
  const pool = new Pool(options.evalJobs ?? evaluationsAtOnce());
  nix = new Nix(whereFrom(options.flake, options.env), interrupt.groups, pool, options.nixWords);
  if (has("complete")) return print(completeWords(await nix.inspect(await nix.names())));
  const targets = await withInput(words);
  if (has("plan") && targets.length === 0) throw new UsageError("--plan takes targets, such as all");
  if (has("list") || targets.length === 0) {
    const chosen2 = await choose(targets.length > 0 ? targets : ["all"], except, nix);
    const list = await listing(chosen2, has("json"), nix);
    return print(has("list") || has("json") ? list : `${list}
Name hosts to deploy them; --help says more.
`);
  }
  assertAction(options);
  const confirm = has("confirm") && !has("dry-run");
  if (confirm && askTerminal("", ":") === void 0)
    throw new UsageError("--confirm asks on the terminal, and there is none: leave it out");
  const chosen = await choose(targets, except, nix);
  const [job, ...others] = chosen.jobs;
  if (job === void 0) throw new UsageError("there is nothing to deploy: the flake has no nixosConfigurations");
  if (has("plan")) return printPlan(chosen, options, nix);
  assertOneRemote(chosen.jobs, options);
  const mayHaveTerminal = terminals.length === 3 && !options.repeated.some((word) => OF_OUTPUT.includes(word));
  if (others.length + chosen.unknown.length === 0 && mayHaveTerminal) return deployAlone(job, options, nix);
  return confirm ? deployConfirmed(chosen, options, nix) : finish(await deployAll(chosen, options, nix), options);
}
async function withInput(words) {
  if (!words.includes("-")) return [...words];
  const interrupted = interrupt.over.then(() => {
    throw new Error("interrupted");
  });
  const input = (await Promise.race([(0, import_consumers.text)(process.stdin), interrupted])).split(/[\s\0]+/).filter(Boolean);
  if (input.length === 0) throw new UsageError("- takes targets from standard input, and there are none");
  return words.flatMap((word) => word === "-" ? input : [word]);
}
async function printPlan(chosen, options, nix2) {
  const work = await plannedWork(chosen, options, nix2);
  for (const { host, said } of work.failed) say(`${host} is not in the plan: ${said.trimEnd()}`);
  print(`${JSON.stringify(work, (key, value) => key === "said" ? void 0 : value, 2)}
`);
  return work.failed.length > 0 ? 1 : 0;
}
async function deployAlone(job, options, nix2) {
  const built = await buildScript(job, nix2);
  if (interrupt.reason !== void 0) return 130;
  if ("said" in built) {
    say(`${job.label} cannot be built:
${built.said ?? built.why}`.trimEnd());
    return 1;
  }
  const code = await handTerminal(built.script, scriptWords(options, job.tasks), scriptEnv(options), interrupt);
  if (isOffline(code, built.script, options)) return 0;
  return interrupt.exit !== void 0 || code === 130 ? 130 : Math.min(code, 1);
}
async function deployConfirmed(chosen, options, nix2) {
  const asked = chosen.jobs.map((job) => ({ ...job, tasks: ["diff"] }));
  const diffs = await deployAll({ ...chosen, jobs: asked }, { ...options, action: [] }, nix2);
  if (interrupt.reason !== void 0 || exitCode(diffs) !== 0) return finish(diffs, options);
  await session?.close();
  await out.flush();
  const jobs = chosen.jobs.flatMap((job, at) => {
    const { script, outcome } = diffs[at];
    return script !== void 0 && outcome === "done" ? [{ ...job, script }] : [];
  });
  const answer = askTerminal(`Deploy ${jobs.map(({ label: label2 }) => label2).join(", ")}? [y/N] `);
  if (!/^y(es)?$/i.test((answer ?? "").trim())) {
    say("nothing was deployed");
    return 1;
  }
  return finish(await deployAll({ ...chosen, jobs }, options, nix2), options);
}
async function deployAll(chosen, options, nix2) {
  session = new Session(chosen, options, nix2, interrupt, out, err, say);
  out.on("error", ({ code }) => interrupt.begin(`standard output is gone (${code})`));
  const results = await session.run();
  await out.flush();
  return results;
}
function finish(results, options) {
  const code = interrupt.exit ?? exitCode(results);
  if (options.has("json"))
    out.write(eventLine({ event: "done", code, seconds: process.uptime(), again: again(results, options) }));
  err.write(summary(results, options, wantsColour((0, import_node_tty3.isatty)(err.fd), options), session?.logs.folder));
  return code;
}
function explain(error) {
  if (interrupt.exit !== void 0) return interrupt.exit;
  if (session !== void 0) interrupt.begin(`internal error, please report it: ${error.stack}`);
  else if (error instanceof NixError) {
    err.write(error.said);
    say(`Nix cannot list the hosts; ${error.remedy}: ${error.message}`);
  } else say(error.message);
  return error instanceof NixError || error instanceof UsageError ? 2 : 1;
}
function print(text2) {
  out.write(text2);
  return 0;
}
function say(text2) {
  if (err === out) session?.screen.cut();
  err.write(`launch: ${text2}
`);
}
function die() {
  process.removeAllListeners("SIGINT");
  process.kill(process.pid, "SIGINT");
}
async function close() {
  nix?.close();
  await session?.close();
}
