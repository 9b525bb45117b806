#!/usr/bin/env node
import { createRequire } from 'node:module'
const require = createRequire(import.meta.url)
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __commonJS = (cb, mod) => function __require() {
  try {
    return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
  } catch (e) {
    throw mod = 0, e;
  }
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

// node_modules/minimist/index.js
var require_minimist = __commonJS({
  "node_modules/minimist/index.js"(exports, module) {
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
    module.exports = function(args, opts) {
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
      var defaults = opts.default || {};
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
        setArg(key2, defaults[key2] === void 0 ? false : defaults[key2]);
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
      Object.keys(defaults).forEach(function(k) {
        if (!hasKey(argv, k.split("."))) {
          setKey(argv, k.split("."), defaults[k]);
          (aliases[k] || []).forEach(function(x) {
            setKey(argv, x.split("."), defaults[k]);
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

// src/launch.ts
import { isatty as isatty2 } from "node:tty";

// src/quote.ts
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
  const named = { "\n": "\\n", "	": "\\t", "\r": "\\r", "'": "\\'", "\\": "\\\\" };
  const escaped = [...word].map((char) => named[char] ?? (NEEDS_ESCAPES.test(char) ? bytes(char) : char));
  return `$'${escaped.join("")}'`;
}
function bytes(char) {
  return [...Buffer.from(char)].map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("");
}

// src/launch/capture.ts
import { spawn as spawn2 } from "node:child_process";
import { once as once2 } from "node:events";

// src/launch/run.ts
import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync } from "node:fs";

// src/launch/reader.ts
import { readSync } from "node:fs";
import { Socket } from "node:net";
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
    this.#socket = new Socket({ fd, readable: true, writable: false, onread: { buffer: BUFFER, callback } });
    this.#socket.on("error", () => this.#socket.destroy());
  }
  fd;
  take;
  #socket;
  valve = (go) => {
    if (go) this.#socket.resume();
    else this.#socket.pause();
  };
  /** Takes what the pipe holds now, and closes it, also when somebody in the background still has it open. */
  async drain(turn) {
    for (let left = FULLEST_PIPE; left > 0; ) {
      await turn();
      const length = this.#socket.destroyed ? 0 : readNow(this.fd);
      if (length === 0) break;
      this.take(BUFFER.subarray(0, length));
      left -= length;
    }
    this.#socket.destroy();
  }
};
function readNow(fd) {
  try {
    return readSync(fd, BUFFER);
  } catch {
    return 0;
  }
}

// src/launch/run.ts
var CHILD_ENV = { ...process.env, SSH_ASKPASS_REQUIRE: "never" };
async function run(path, args, source, pipes, groups, input) {
  const pipe = pipes.open();
  const child = spawn(path, args, { stdio: [input === void 0 ? "ignore" : "pipe", pipe.write, pipe.write], detached: true, env: CHILD_ENV });
  closeSync(pipe.write);
  if (child.pid === void 0) {
    pipes.giveBack(pipe);
    throw (await once(child, "error"))[0];
  }
  groups.add(child.pid);
  child.stdin?.on("error", () => {
  });
  child.stdin?.end(input);
  const reader = new Reader(pipe.read, (chunk) => source.take(chunk));
  source.screen.add(source, reader.valve);
  const [code2, signal] = await once(child, "exit");
  groups.orphan(child.pid);
  await reader.drain(() => source.screen.turn(source));
  await source.say(Buffer.alloc(0));
  source.screen.remove(source);
  return { code: code2, signal };
}

// src/launch/capture.ts
var MOST = 1024 * 1024;
async function capture(command, args, groups) {
  if (groups.ending) throw new Error("interrupted");
  const child = spawn2(command, args, { stdio: ["ignore", "pipe", "pipe"], detached: true, env: CHILD_ENV });
  const closed = once2(child, "close");
  const stdout = [];
  let stderr = Buffer.alloc(0);
  child.stdout.on("data", (chunk) => stdout.push(chunk));
  child.stderr.on("data", (chunk) => stderr = Buffer.concat([stderr, chunk]).subarray(-MOST));
  if (child.pid !== void 0) groups.add(child.pid);
  const [code2, signal] = await closed;
  groups.orphan(child.pid);
  return { code: code2, signal, stdout: Buffer.concat(stdout).toString(), stderr };
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

// src/launch/nix.ts
var FEATURES = ["--extra-experimental-features", "nix-command flakes"];
var NixError = class extends Error {
  constructor(command, exit, stderr) {
    super(lastError(stderr.toString()) || `nix ended with ${exit}`);
    this.command = command;
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
  constructor(where, groups) {
    this.where = where;
    this.groups = groups;
  }
  where;
  groups;
  /** @throws NixError */
  async evaluate(path, apply) {
    const options = apply === void 0 ? [] : ["--apply", apply];
    return this.#ask(["eval", "--json"], path, options, (answer) => answer);
  }
  /**
   * Builds a package, and returns the path of its output.
   * @throws NixError
   */
  async build(name) {
    const command = ["build", "--no-link", "--json", "--print-build-logs"];
    return this.#ask(command, [name], [], (answer) => answer[0].outputs.out.toString());
  }
  async #ask(ask, path, options, read) {
    assertAddressable(path);
    const words = [...FEATURES, ...ask, ...installable(this.where, path), ...options];
    const command = ["nix", ...words].map(quote).join(" ");
    const { code: code2, signal, stdout, stderr } = await capture("nix", words, this.groups).catch((error) => {
      throw new NixError(command, "-", Buffer.from(`error: nix cannot be started: ${error.message}
`));
    });
    if (code2 !== 0) throw new NixError(command, String(signal ?? code2), stderr);
    try {
      return read(JSON.parse(stdout));
    } catch {
      throw new NixError(command, "0", Buffer.from(`error: an answer of Nix that launch cannot read: ${stdout}
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
  const causes = [...plain.matchAll(/^\s*error: *(\S.*)$/gm)].map((match) => match[1]);
  return causes.at(-1) ?? plain.trim().split("\n").at(-1) ?? "";
}

// src/launch/hosts.ts
async function hostNames(nix) {
  return await nix.evaluate(["launch", "hosts"], "builtins.attrNames");
}
function inspect(names, nix, pool) {
  return Promise.all(names.map((name) => pool.run(() => inspectOne(name, nix))));
}
async function inspectOne(name, nix) {
  try {
    return { name, info: await nix.evaluate(["launch", "hosts", name]) };
  } catch (error) {
    if (error instanceof NixError) return { name, error };
    throw error;
  }
}
function groupsOf(hosts) {
  const groups = /* @__PURE__ */ new Map();
  for (const host of hosts) {
    if (!("info" in host) || host.info === null) continue;
    const { group } = host.info;
    groups.set(group, [...groups.get(group) ?? [], host.name]);
  }
  return groups;
}

// src/launch/scripts.ts
import { accessSync as accessSync2, constants as constants2, realpathSync as realpathSync2, statSync as statSync2 } from "node:fs";
import { basename, resolve as resolve2 } from "node:path";

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

// src/launch/self.ts
import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
function selfName(env) {
  const started = env["LOLLYPOPS_LAUNCH"];
  if (!started?.includes("/")) return "launch";
  const found = (env["PATH"] ?? "").split(delimiter).map((folder) => join(folder || ".", "launch")).find(isProgram);
  return found !== void 0 && real(found) === real(started) ? "launch" : quote(started);
}
function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
function real(path) {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

// src/launch/usage.ts
var SELF = selfName(process.env);
var UsageError = class extends Error {
};
var HINT = "Name hosts to deploy them; --help says more.\n";
var HELP = `Usage: launch [OPTIONS] TARGET...

Builds the deploy script of each target and runs the scripts side by side.
Without a target it prints what it could deploy, and deploys nothing.

Targets, several and mixed:
  ahorn                    all tasks of the host ahorn
  ahorn:rebuild            one task of it
  ahorn:check,rebuild      some tasks, in this order
  web, web:rebuild         each host of the group web
  all, all:check           each host
  ./result-a               a script that is built already (a path holds a /)
A host that is named twice runs once, with the tasks of both in the order given.

Options:
  --list            print hosts, addresses, groups and tasks, deploy nothing (also --list-all)
  -n, --dry-run     scripts print their commands and contact nobody (also --dry)
  -v, --verbose     scripts print each command as it runs
  -j, --jobs N      run at most N scripts at once (default 16)
  --ask-sudo-password
                    ask for each host that wants a password for sudo (default: once for all of them)
  --flake REF       take the hosts from this flake, for example github:me/hosts
                    (default: the flake launch was built from, else the current directory)
  -p, --parallel    accepted and ignored: hosts always run side by side
  --help, --version

Environment: REBUILD_ACTION, LP_REMOTE_USER, LP_REMOTE_HOST (one host only), LP_REMOTE_COMMAND and
LP_REMOTE_SSH_OPTS reach the scripts. NO_COLOR turns colours off.

Each line of a script comes out on standard output behind [host] or [host:task]. What launch itself
has to say, and the summary, goes to standard error.
Ctrl-C ends every script, a second one without patience.

Exit codes: 0 all done, 1 some failed, 2 wrong usage, 130 interrupted.
`;

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
function needsGroups(words, names) {
  return words.some((word) => !["all", ...names].includes(splitTarget(word).name));
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
  const single = fleet.names.includes(name);
  const hosts = single ? [name] : name === "all" ? fleet.names : fleet.groups?.get(name) ?? unknown(name, fleet);
  return hosts.map((host) => ({ label: printable(host), host, tasks: unique(tasks), target: host, optional: !single && name === "all" }));
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
function unknown(name, { names, groups }) {
  const likely = near(name, [...names, ...groups?.keys() ?? [], "all"]);
  const hint = likely.length > 0 ? `did you mean ${likely.join(" or ")}?` : `${SELF} --list shows what there is`;
  throw new UsageError(`no host or group is called ${quote(name)}: ${hint}`);
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
  if (isThere(word) || colon < word.lastIndexOf("/")) return { ...inspect2(word), tasks: [] };
  const { name, tasks } = splitTarget(word, colon);
  return { ...inspect2(name), tasks };
}
function inspect2(word) {
  if (!isThere(word)) throw new UsageError(`${quote(word)}: there is no such script`);
  if (!statSync2(word).isFile()) throw new UsageError(`${quote(word)} is not a file: give the path of a deploy script`);
  try {
    accessSync2(word, constants2.X_OK);
  } catch {
    throw new UsageError(`${quote(word)} is not executable: chmod +x makes it so, if it is a script to run`);
  }
  const path = realpathSync2(word);
  return { word, path, name: scriptName(path, resolve2(word)) };
}
function isThere(path) {
  return statSync2(path, { throwIfNoEntry: false }) !== void 0;
}
function scriptName(target, called) {
  const [, host] = /^(?:[0-9a-z]{32}-)?deploy-(.+)$/.exec(basename(target)) ?? [];
  return printable(host ?? basename(called));
}

// src/built-in.ts
var LATE_SECRETS = "deploy-late-secrets";
var BUILT_IN = ["check", "deploy-flake", "deploy-secrets", "rebuild", LATE_SECRETS, "build-system", "activate-system", "reboot", "diff", "rollback", "status"];

// src/tasks.ts
var TAKEN = new Set(
  `if then else elif fi case esac for select while until do done in function time coproc
  share-login ask-password refuse-password leave failed interrupted confirm usage-error all launch
  awk bash base64 break builtin cat cd chmod command compgen continue declare echo eval exec exit export getopts local
  curl cut git grep head id ln mapfile mkdir mktemp nix nix-store nixos-rebuild printf read readonly return rm rsync run sed set shift
  sha256sum shopt sleep source ssh sudo timeout trap true type uname unset wait xargs`.split(/\s+/)
);
function currentName(task) {
  return task === "check-vars" ? "check" : task;
}

// src/launch/head.ts
import { closeSync as closeSync2, openSync, readSync as readSync2 } from "node:fs";
var HEAD = 64 * 1024;
function readHead(path) {
  const bytes2 = Buffer.alloc(HEAD);
  try {
    const file = openSync(path, "r");
    try {
      return bytes2.toString("utf8", 0, readSync2(file, bytes2));
    } finally {
      closeSync2(file);
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
  const list2 = /^# Generated by lollypops .*\n(?:.*\n)*?# Usage: .*\n(?:# .*\n)*#\n((?:#   \S.*\n)+)/m.exec(head)?.[1];
  return list2 === void 0 ? void 0 : [...list2.matchAll(/^#   (\S+)/gm)].map((match) => match[1]);
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
async function plan(words, nix, pool) {
  const targets = words.map((word) => word.includes("/") ? findScript(word) : word);
  const hostWords = targets.filter((target) => typeof target === "string");
  const names = hostWords.length > 0 ? await hostNames(nix) : [];
  const hosts = needsGroups(hostWords, names) ? await inspect(names, nix, pool) : void 0;
  const jobs = toJobs(targets, { names, groups: hosts && groupsOf(hosts) }).map((job) => withTasks(job, hosts));
  if (jobs.length === 0) throw new UsageError("there is nothing to deploy: the flake has no nixosConfigurations");
  const named = new Set(jobs.map((job) => job.host));
  return { jobs, unknown: (hosts ?? []).filter(({ name }) => !named.has(name)).flatMap(unknown2) };
}
function withTasks(job, hosts = []) {
  if (job.script !== void 0) return { ...job, known: tasksOfScript(job.script) };
  const host = hosts.find(({ name }) => name === job.host);
  return host && "info" in host && host.info ? { ...job, known: tasksOfHost(host.info) } : job;
}
function unknown2(host) {
  if (!("error" in host)) return [];
  const job = { label: host.name, tasks: [], target: host.name, optional: true };
  const why = Buffer.from(`does not evaluate, so that nobody knows whether it was asked for: ${host.error.message}`);
  return [{ job, outcome: "unknown", task: "evaluate", exit: host.error.exit, seconds: 0, lastLines: [why] }];
}

// src/launch/groups.ts
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
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
  #hurry = 0;
  #ending = false;
  /** From here on no child may be started. */
  get ending() {
    return this.#ending;
  }
  add(pid) {
    this.#groups.set(pid, { leader: true, step: 0, since: 0 });
  }
  /** The child itself is gone; what it left in the background may live on. */
  orphan(pid) {
    const group = this.#groups.get(pid);
    if (group && isThere2(pid)) group.leader = false;
    else this.#groups.delete(pid);
  }
  /** Once: SIGTERM for all now, SIGKILL soon. Twice: SIGKILL now. */
  hurry() {
    this.#hurry++;
  }
  /** Ends every group; resolves when all are gone, with those that even SIGKILL could not end. */
  async end() {
    this.#ending = true;
    for (; ; ) {
      for (const pid of gone([...this.#groups.keys()])) this.#groups.delete(pid);
      const now = performance.now();
      for (const [pid, group] of this.#groups) this.#press(pid, group, now);
      const left = [...this.#groups];
      if (left.every(([, { step, since }]) => step === LADDER.length && now - since > UNKILLABLE_MS)) {
        return left.map(([pid]) => pid);
      }
      await sleep(TICK_MS);
    }
  }
  #press(pid, group, now) {
    const signal = LADDER[group.step];
    if (signal === void 0 || group.step > 0 && now - group.since < this.#wait(group)) return;
    try {
      process.kill(-pid, signal);
    } catch {
    }
    group.step++;
    group.since = now;
  }
  #wait(group) {
    if (this.#hurry > 1) return 0;
    const patience = this.#hurry === 1 ? "hurried" : group.leader ? "withLeader" : "orphaned";
    return this.patience[patience][group.step - 1];
  }
};
function isThere2(pid) {
  try {
    process.kill(-pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
function gone(pids) {
  const there = pids.filter(isThere2);
  const running = there.length === 0 || !existsSync("/proc/self/stat") ? new Set(there) : runningGroups();
  return pids.filter((pid) => !running.has(pid));
}
function runningGroups() {
  const groups = /* @__PURE__ */ new Set();
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
      const [state, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (state !== "Z" && state !== "X") groups.add(Number(group));
    } catch {
    }
  }
  return groups;
}

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
  #since = 0;
  #resolve = () => {
  };
  /** Resolves after an interrupt, when all groups are gone, with those that could not be ended. */
  over = new Promise((resolve3) => this.#resolve = resolve3);
  /** Why the run is being stopped. */
  get reason() {
    return this.#reason;
  }
  signal(name) {
    const now = performance.now();
    if (this.#reason === void 0) this.begin(name);
    else if (now - this.#since > SAME_MS) this.groups.hurry();
    else return;
    this.#since = now;
  }
  begin(reason) {
    if (this.#reason !== void 0) return;
    this.#reason = reason;
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
function listText(hosts) {
  if (hosts.length === 0) return "no hosts: the flake has no nixosConfigurations\n";
  return table([["HOST", "ADDRESS", "GROUP", "TASKS"], ...hosts.map(row)]);
}
function row(host) {
  if ("error" in host) return [host.name, "-", "-", `does not evaluate: ${host.error.message}`];
  if (host.info === null) return [host.name, "-", "-", "not deployable: it does not import the lollypops module"];
  const { address, group, tasks, extraTasks } = host.info;
  return [host.name, address, group, [.../* @__PURE__ */ new Set([...tasks, ...extraTasks])].join(" ")];
}

// src/launch/options.ts
var import_minimist = __toESM(require_minimist(), 1);
var DEFAULT_JOBS = 16;
var SWITCHES = ["list", "dry-run", "verbose", "help", "version", "parallel", "ask-sudo-password"];
var ALIASES = { "list-all": "list", n: "dry-run", dry: "dry-run", v: "verbose", j: "jobs", h: "help", p: "parallel" };
function parseOptions(argv) {
  for (const word of argv) assertKnown(word);
  const args = (0, import_minimist.default)([...argv], {
    boolean: SWITCHES,
    string: ["flake", "jobs", "_"],
    alias: ALIASES,
    unknown: (word) => !word.startsWith("-") || fail(`unknown option ${word.replace(/=.*/s, "")}`)
  });
  return {
    words: args._,
    list: args["list"] === true,
    dryRun: args["dry-run"] === true,
    verbose: args["verbose"] === true,
    jobs: jobsOf(args["jobs"]),
    flake: flakeOf(args["flake"]),
    askSudoPassword: args["ask-sudo-password"] === true,
    help: args["help"] === true,
    version: args["version"] === true
  };
}
function wordsOf({ flake, jobs, dryRun, verbose, askSudoPassword }) {
  return [
    ...flake === void 0 ? [] : ["--flake", flake],
    ...jobs === DEFAULT_JOBS ? [] : ["--jobs", String(jobs)],
    ...askSudoPassword ? ["--ask-sudo-password"] : [],
    ...flagsOf({ dryRun, verbose })
  ];
}
function flagsOf({ dryRun, verbose }) {
  return [...dryRun ? ["--dry-run"] : [], ...verbose ? ["--verbose"] : []];
}
function assertKnown(word) {
  if (word === "--" || word === "-" || word.startsWith("--no-")) fail(`unknown option ${word}`);
  const [, name] = /^--([^=]+)=/.exec(word) ?? [];
  if (name !== void 0 && SWITCHES.includes(ALIASES[name] ?? name)) fail(`--${name} takes no value`);
}
function jobsOf(value) {
  if (value === void 0) return DEFAULT_JOBS;
  if (typeof value === "string" && /^[1-9]\d{0,5}$/.test(value)) return Number(value);
  throw new UsageError(`--jobs takes one number from 1 up, such as --jobs 4, not ${JSON.stringify(value)}`);
}
function flakeOf(value) {
  if (value === void 0) return void 0;
  if (typeof value !== "string" || value === "" || value.startsWith("-")) {
    throw new UsageError("--flake takes one flake reference, such as --flake github:me/hosts");
  }
  if (value.includes("#")) {
    throw new UsageError(`--flake takes a flake without #: give ${value.replace(/#.*/s, "")}, and hosts as targets`);
  }
  return value;
}
function fail(problem) {
  throw new UsageError(`${problem}; ${SELF} --help lists what there is`);
}

// src/launch/outputs.ts
import { fstatSync } from "node:fs";

// src/launch/output.ts
import { write } from "node:fs";
var HIGH = 256 * 1024;
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
  /** More than the reader takes: sources have to wait. */
  get full() {
    return this.#length >= HIGH;
  }
  append(bytes2, from = 0, to = bytes2.length) {
    if (this.broken) return;
    const length = this.#length + to - from;
    if (length > this.#pending.length) {
      const larger = Buffer.allocUnsafeSlow(2 * length);
      this.#pending.copy(larger, 0, 0, this.#length);
      this.#pending = larger;
    }
    bytes2.copy(this.#pending, this.#length, from, to);
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
    write(this.fd, bytes2, from, to - from, null, (error, written) => {
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
  const [a, b] = [fstatSync(1, { bigint: true }), fstatSync(2, { bigint: true })];
  return { out: out2, err: a.dev === b.dev && a.ino === b.ino ? out2 : new Output(2) };
}

// src/launch/overrides.ts
var OVERRIDES = ["REBUILD_ACTION", "LP_REMOTE_USER", "LP_REMOTE_HOST", "LP_REMOTE_COMMAND", "LP_REMOTE_SSH_OPTS"];
var ACTIONS = ["switch", "boot", "test", "dry-activate", "build", "dry-build"];
function assertAction(env) {
  const action = env["REBUILD_ACTION"];
  if (!action || ACTIONS.includes(action)) return;
  throw new UsageError(`REBUILD_ACTION is ${quote(action)}, it can be ${ACTIONS.join(", ").replace(/, (?=\S+$)/, " or ")}`);
}
function assertOneRemote(jobs, env) {
  const address = env["LP_REMOTE_HOST"];
  if (!address || jobs.length < 2) return;
  const problem = `LP_REMOTE_HOST would send all ${jobs.length} hosts to ${quote(address)}`;
  throw new UsageError(`${problem}: unset it, or name one host`);
}

// src/launch/session.ts
import { availableParallelism, totalmem } from "node:os";
import { isatty } from "node:tty";

// src/launch/password.ts
import { spawnSync } from "node:child_process";
import { readFileSync as readFileSync2 } from "node:fs";
import { setImmediate as setImmediate2 } from "node:timers/promises";
function asksPassword(path) {
  return /^# Asks for the password of .* for sudo; without a terminal, reads it from standard input\.$/m.test(readHead(path));
}
var Passwords = class {
  constructor(perHost, ask = askTerminal) {
    this.perHost = perHost;
    this.ask = ask;
  }
  perHost;
  ask;
  #known = /* @__PURE__ */ new Map();
  /** What to write to the script's standard input. Everything else waits while a person types. */
  async for(host) {
    const key = this.perHost ? host : "";
    const known = this.#known.get(key);
    if (known !== void 0) return known;
    const password = this.ask(this.perHost ? `Password for sudo on ${host}: ` : "Password for sudo on the hosts that ask for one: ");
    this.#known.set(key, password);
    await setImmediate2();
    return password;
  }
};
var PROMPT = 'IFS= read -rsp "$0" password </dev/tty 2>/dev/tty; echo >/dev/tty; printf "%s\\n" "$password"';
function askTerminal(prompt) {
  const { status, stdout } = spawnSync("bash", ["-c", `{ : </dev/tty; } 2>/dev/null || exit 3; ${PROMPT}`, prompt], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"]
  });
  if (status !== 3) return stdout;
  return `${readFileSync2(0, "utf8").split("\n")[0] ?? ""}
`;
}

// src/launch/deploy.ts
var NOT_STARTED = { outcome: "not started", exit: "-" };
var FAILED = { outcome: "failed", exit: "-" };
var SKIPPED = { outcome: "skipped", exit: "-" };
var REMEDY = "add lollypops.nixosModules.default to its modules";
async function deploy(job, source, engine) {
  let began = performance.now();
  const step = (pool, work) => pool.run(async () => {
    if (engine.stopping()) return NOT_STARTED;
    began = performance.now();
    engine.active.add(source);
    return work().finally(() => engine.active.delete(source));
  });
  const script = job.script ?? await step(engine.builds, () => build(job, source, engine));
  const ending = typeof script !== "string" ? script : await step(engine.runs, () => runScript(script, job, source, engine)).catch(async (error) => {
    await source.say(Buffer.from(whyNotStarted(script, error)));
    return FAILED;
  });
  const outcome = ending.outcome === "failed" && engine.stopping() ? "interrupted" : ending.outcome;
  const seconds = outcome === "not started" ? 0 : (performance.now() - began) / 1e3;
  return { job, outcome, exit: ending.exit, task: source.task, seconds, lastLines: source.lastLines };
}
async function build(job, source, { nix, stopping }) {
  source.task = "build";
  try {
    return await nix.build(`deploy-${job.host}`);
  } catch (error) {
    if (!(error instanceof NixError)) throw error;
    if (stopping() || await hasModule(job.host, nix)) await source.say(error.said);
    else if (!job.optional) await source.say(Buffer.from(`${job.host} does not have the lollypops module: ${REMEDY}
`));
    else {
      source.task = void 0;
      return SKIPPED;
    }
    return { outcome: "failed", exit: error.exit };
  }
}
async function hasModule(host, nix) {
  try {
    return await nix.evaluate(["launch", "hosts", host]) !== null;
  } catch (error) {
    if (error instanceof NixError) return true;
    throw error;
  }
}
async function runScript(script, job, source, { flags, pipes, groups, passwords, stopping }) {
  source.task = job.tasks.length === 1 ? job.tasks[0] : void 0;
  const tasks = job.known ?? tasksOfScript(script) ?? (job.tasks.length > 0 ? job.tasks : void 0);
  source.tasks = tasks && new Set(tasks);
  const input = !flags.includes("--dry-run") && asksPassword(script) ? await passwords.for(source.name) : void 0;
  if (stopping()) return NOT_STARTED;
  const { code: code2, signal } = await run(script, [...flags, ...job.tasks], source, pipes, groups, input);
  return { outcome: code2 === 0 ? "done" : "failed", exit: String(signal ?? code2) };
}
function whyNotStarted(script, { code: code2, message }) {
  const why = code2 === "ENOENT" ? "it, or what its first line names after #!, does not exist" : message;
  return `${script} cannot be started: ${why}
`;
}

// src/launch/label.ts
var COLOURS = [31, 32, 33, 34, 35, 36, 91, 92, 93, 94, 95, 96];
function label(host, task, coloured) {
  const text = `[${task === void 0 ? host : `${host}:${task}`}]`;
  return Buffer.from(coloured ? `\x1B[${colourOf(host)}m${text}\x1B[0m ` : `${text} `);
}
function wantsColour(isTerminal, env) {
  return isTerminal && !env["NO_COLOR"] && env["TERM"] !== "dumb";
}
function colourOf(host) {
  let sum = 0;
  for (const byte of Buffer.from(host)) sum = (sum * 31 + byte) % 65521;
  return COLOURS[sum % COLOURS.length];
}

// src/launch/pipes.ts
import { execFileSync } from "node:child_process";
import { closeSync as closeSync3, constants as constants3, mkdtempSync, openSync as openSync2, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as join2 } from "node:path";
var Pipes = class {
  #folder = mkdtempSync(join2(tmpdir(), "launch-"));
  #paths;
  /** @throws Error without mkfifo, or room for it */
  constructor(count) {
    this.#paths = Array.from({ length: count }, (_, i) => join2(this.#folder, String(i)));
    try {
      execFileSync("mkfifo", ["-m", "600", ...this.#paths], { stdio: "pipe" });
    } catch (error) {
      this.remove();
      throw new Error(`mkfifo (of coreutils) makes the pipes to the scripts, and failed: ${error.message}`);
    }
  }
  /** @throws Error EMFILE when too many files are open */
  open() {
    const path = this.#paths.pop();
    if (path === void 0) throw new RangeError("every pipe is in use");
    const fds = [];
    try {
      fds.push(openSync2(path, constants3.O_RDONLY | constants3.O_NONBLOCK));
      fds.push(openSync2(path, constants3.O_WRONLY));
    } catch (error) {
      fds.forEach((fd) => closeSync3(fd));
      this.#paths.push(path);
      throw error;
    }
    return { path, read: fds[0], write: fds[1] };
  }
  /** A pipe that no child got can be opened again. */
  giveBack({ path, read }) {
    closeSync3(read);
    this.#paths.push(path);
  }
  remove() {
    rmSync(this.#folder, { recursive: true, force: true });
  }
};

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

// src/launch/screen.ts
var STALLED_MS = 1e3;
var LONGEST = 64 * 1024 * 1024;
var HELD_BY_ALL = 32 * 1024 * 1024;
var Screen = class {
  constructor(out2, coloured, sources) {
    this.out = out2;
    this.coloured = coloured;
    this.lineLimit = Math.min(1024 * 1024, Math.floor(HELD_BY_ALL / Math.max(1, sources)));
    out2.onChange = () => this.#update();
  }
  out;
  coloured;
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
  print(source, label2, bytes2, from, to, last) {
    if (label2) this.out.append(label2);
    this.out.append(bytes2, from, to);
    if (last && this.#owner === source) this.#own(void 0);
    else if (!last && label2) this.#own(source);
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
    let from = 0;
    for (let to = chunk.indexOf(10) + 1; to > 0; to = chunk.indexOf(10, from) + 1) {
      this.#pass(chunk, from, to, true);
      from = to;
    }
    if (from < chunk.length) this.#keep(chunk, from);
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
var BYTES = 4096;
var LINES = 10;
var Tail = class {
  #bytes = Buffer.alloc(0);
  #cut = false;
  take(chunk) {
    const all = chunk.length >= BYTES ? chunk : Buffer.concat([this.#bytes, chunk]);
    this.#cut ||= this.#bytes.length + chunk.length > BYTES;
    this.#bytes = Buffer.from(all.subarray(-BYTES));
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
var EQUALS = 61;
var Source = class {
  constructor(screen, name) {
    this.screen = screen;
    this.name = name;
    this.#label = label(name, void 0, screen.coloured);
    this.#lines = new Lines(screen.lineLimit, (bytes2, from, to, first, last) => {
      if (first && last) this.#notice(bytes2, from, to);
      screen.print(this, first ? this.#label : void 0, bytes2, from, to, last);
    });
  }
  screen;
  name;
  #task;
  /** The words that `==>` begins a task with; undefined: any. */
  tasks;
  #label;
  #lines;
  #tail = new Tail();
  get task() {
    return this.#task;
  }
  set task(task) {
    this.#task = task;
    this.#label = label(this.name, task, this.screen.coloured);
  }
  get lastLines() {
    return this.#tail.lines();
  }
  take(chunk) {
    this.#tail.take(chunk);
    this.#lines.take(chunk);
  }
  /** Gives a line that is not ended yet its newline. */
  end() {
    this.#lines.end();
  }
  /** All of `text`, and the end of its last line, as soon as the screen is free for it. */
  async say(text) {
    await this.screen.turn(this);
    if (text.length > 0) this.take(text);
    this.end();
  }
  /** A script says `==> TASK` where a task begins. */
  #notice(bytes2, from, to) {
    if (bytes2[from] !== EQUALS || to - from > 200) return;
    const [, task] = /^==> ([^\s\p{Cc}]+)\r?\n$/u.exec(bytes2.toString("utf8", from, to)) ?? [];
    if (task !== void 0 && (this.tasks?.has(task) ?? true)) this.task = task;
  }
};

// src/launch/session.ts
var EVALUATION_BYTES = 2 * 1024 ** 3;
function buildPool() {
  return new Pool(Math.max(1, Math.min(availableParallelism(), Math.floor(totalmem() / EVALUATION_BYTES))));
}
var Session = class {
  constructor(plan2, options, out2) {
    this.plan = plan2;
    this.options = options;
    this.#screen = new Screen(out2, wantsColour(isatty(out2.fd), process.env), plan2.jobs.length);
    this.#pipes = new Pipes(plan2.jobs.length);
  }
  plan;
  options;
  #active = /* @__PURE__ */ new Set();
  #screen;
  #pipes;
  /** `ahorn (rebuild), porree (check)` */
  get where() {
    const all = [...this.#active].map(({ name, task }) => task === void 0 ? name : `${name} (${task})`);
    return all.slice(0, 10).join(", ") + (all.length > 10 ? ` and ${all.length - 10} more` : "");
  }
  /** So that a message of launch begins a line of its own. */
  breakLine() {
    this.#screen.cut();
  }
  /** Ends when all jobs have; never fails. */
  async run(nix, builds, interrupt2) {
    const engine = {
      nix,
      builds,
      groups: interrupt2.groups,
      pipes: this.#pipes,
      runs: new Pool(this.options.jobs),
      flags: flagsOf(this.options),
      passwords: new Passwords(this.options.askSudoPassword),
      active: this.#active,
      stopping: () => interrupt2.reason !== void 0
    };
    const deployed = this.plan.jobs.map((job) => deploy(job, new Source(this.#screen, job.label), engine));
    return [...await Promise.all(deployed), ...this.plan.unknown];
  }
  close() {
    this.#pipes.remove();
  }
};

// src/launch/summary.ts
var NOT_DONE = ["failed", "interrupted", "not started"];
function summary(results, options, env) {
  const rows = results.map(({ job, outcome, task, exit, seconds }) => [job.label, outcome, outcome !== "done" && task || "-", exit, seconds > 0 ? duration(seconds) : "-"]);
  const failed = results.filter(({ outcome }) => outcome === "failed" || outcome === "unknown");
  return Buffer.concat([
    Buffer.from(`
${table([["HOST", "RESULT", "TASK", "EXIT", "TIME"], ...rows])}`),
    ...failed.flatMap(lastLines),
    Buffer.from(again(results, options, env))
  ]);
}
function lastLines({ job, lastLines: lines }) {
  if (lines.length === 0) return [Buffer.from(`
${job.label} printed nothing
`)];
  const indented = lines.map((line) => Buffer.concat([Buffer.from("  "), line, Buffer.from("\n")]));
  return [Buffer.from(`
${job.label}, last lines:
`), ...indented];
}
function again(results, options, env) {
  const targets = results.filter(({ outcome }) => NOT_DONE.includes(outcome)).map(({ job }) => job.target);
  if (targets.length === 0) return "";
  const set = OVERRIDES.filter((name) => env[name]).map((name) => `${name}=${quote(env[name])}`);
  return `
again: ${[...set, selfName(env), ...[...options, ...targets].map(quote)].join(" ")}
`;
}
function exitCode(results) {
  return results.every(({ outcome }) => outcome === "done" || outcome === "skipped") ? 0 : 1;
}
function duration(seconds) {
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

// src/launch.ts
var STUCK_MS = 5e3;
var { out, err } = openOutputs();
var terminals = [0, 1, 2].filter((fd) => isatty2(fd));
var session;
var interrupt = new Interrupt(new Groups(), (reason) => {
  const where = session?.where;
  say(where ? `${reason}: ending ${where}; a second Ctrl-C ends without patience` : `${reason}: stopped`);
});
for (const signal of SIGNALS) process.on(signal, () => interrupt.signal(signal));
void interrupt.over.then((survivors) => {
  if (survivors.length > 0) say(`could not be ended, see to them by hand: process groups ${survivors.join(", ")}`);
  setTimeout(die, STUCK_MS).unref();
});
process.on("uncaughtException", (error) => interrupt.begin(`internal error, please report it: ${error.stack}`));
var code = await main(process.argv.slice(2)).catch(explain);
await out.flush();
if (interrupt.reason !== void 0) await interrupt.over;
await err.flush();
session?.close();
if (!terminals.every((fd) => isatty2(fd))) die();
process.exit(interrupt.reason === void 0 ? code : 130);
async function main(argv) {
  const options = parseOptions(argv);
  if (options.help) return print(HELP);
  if (options.version) return print(`${"0.1.0"}
`);
  const nix = new Nix(whereFrom(options.flake, process.env), interrupt.groups);
  if (options.list || options.words.length === 0) return list(options, nix);
  return deployAll(options, nix);
}
async function list({ list: list2, words }, nix) {
  const pool = buildPool();
  const jobs = words.length > 0 ? (await plan(words, nix, pool)).jobs : void 0;
  const names = jobs?.flatMap(({ host }) => host ?? []) ?? await hostNames(nix);
  return print(listText(await inspect(names, nix, pool)) + (list2 ? "" : `
${HINT}`));
}
async function deployAll(options, nix) {
  assertAction(process.env);
  const builds = buildPool();
  const todo = await plan(options.words, nix, builds);
  assertOneRemote(todo.jobs, process.env);
  assertTasks(todo.jobs);
  session = new Session(todo, options, out);
  out.onBroken = (error) => interrupt.begin(`standard output is gone (${error.code})`);
  const results = await session.run(nix, builds, interrupt);
  await out.flush();
  err.append(summary(results, wordsOf(options), process.env));
  return exitCode(results);
}
function explain(error) {
  if (interrupt.reason !== void 0) return 130;
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
function print(text) {
  out.append(Buffer.from(text));
  return 0;
}
function say(text) {
  if (err === out) session?.breakLine();
  err.append(Buffer.from(`launch: ${text}
`));
}
function die() {
  session?.close();
  process.removeAllListeners("SIGINT");
  process.kill(process.pid, "SIGINT");
}
