// A site of the test's own: the program on a folder, or behind nginx, on a free port.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BINARY = process.env.DRAWBRIDGE_BINARY ?? "../../target/debug/drawbridge";
/** The password of everybody whom `addPerson` adds. */
export const PASSWORD = "walrus umbrella quartz";

/** The environment without settings of ours, and with these. */
function environment(settings) {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith("DRAWBRIDGE_"));
  return { ...Object.fromEntries(kept), ...settings };
}

/** A port that nothing listens on. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a process and resolves to the first line of its output that fits. */
export function untilSaid(child, pattern) {
  return new Promise((resolve, reject) => {
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
      const found = out.match(pattern);
      if (found) resolve(found);
    });
    child.stderr.on("data", (chunk) => (err += chunk));
    child.on("exit", (code) => reject(new Error(`it ended with ${code}: ${out}${err}`)));
  });
}

/**
 * Starts a site. `command` is `serve` or `demo`; `place` says where: on
 * PostgreSQL (`postgres`, a server's URL), behind nginx with TLS at a path (`proxy`),
 * with identity providers (`providers`, their file and the issuer that it names).
 */
export async function startSite(command, place = {}, more = []) {
  const folder = mkdtempSync(join(tmpdir(), "drawbridge-browser-"));
  const settings = { DRAWBRIDGE_LOG: "warn" };
  const stops = [() => rmSync(folder, { recursive: true, force: true })];
  const bind = `127.0.0.1:${await freePort()}`;
  let base = `http://${bind}/`;
  if (place.postgres) {
    settings.DRAWBRIDGE_DATABASE_URL = createDatabase(place.postgres, stops);
  }
  if (place.proxy) {
    base = await startNginx(folder, bind, stops);
    settings.DRAWBRIDGE_BASE_URL = base;
  }
  if (place.providers) {
    // The file holds a secret, so only its owner may read it.
    const file = join(folder, "providers.toml");
    writeFileSync(file, place.providers.file, { mode: 0o600 });
    settings.DRAWBRIDGE_SIGN_IN__PROVIDERS_FILE = file;
    settings.DRAWBRIDGE_BASE_URL = base;
    settings.DRAWBRIDGE_OUTGOING__ALLOW = place.providers.issuer;
    settings.DRAWBRIDGE_OUTGOING__INSIDE = "127.0.0.1";
  }
  const data = join(folder, "data");
  const env = environment(settings);
  const child = spawn(BINARY, [command, "--bind", bind, "--data", data, ...more], { env });
  stops.push(() => stop(child));
  await untilSaid(child, /Drawbridge is at (\S+)/);

  const run = (...args) => execFileSync(BINARY, [...args, "--data", data], { env, encoding: "utf8" });
  return {
    /** Where visitors find it, with a slash at the end. */
    base,
    /** Adds somebody who signs in with `PASSWORD`. */
    addPerson(name, email, ...grants) {
      const rights = grants.flatMap((grant) => ["--grant", grant]);
      const args = ["user", "add", email, "--name", name, ...rights, "--password-stdin", "--data", data];
      execFileSync(BINARY, args, { env, input: PASSWORD });
    },
    /** Imports a CSV text of this kind. */
    importCsv(kind, text) {
      const file = join(folder, `${kind}.csv`);
      writeFileSync(file, text);
      run("import", kind, file);
    },
    async stop() {
      for (const each of stops.reverse()) await each();
    },
  };
}

/** Ends a process and waits until it has ended. */
export function stop(child) {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.removeAllListeners("exit");
    child.on("exit", resolve);
    child.kill("SIGTERM");
  });
}

function createDatabase(server, stops) {
  const name = `drawbridge_browser_${process.pid}_${Date.now()}`;
  const psql = (statement) => execFileSync("psql", ["-q", server, "-c", statement]);
  psql(`CREATE DATABASE ${name}`);
  stops.push(() => psql(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** A proxy as an administrator would set it up: TLS, and the site at a path of its own. */
async function startNginx(folder, bind, stops) {
  const port = await freePort();
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  execFileSync("openssl", ["req", "-x509", ...kind, ...subject, "-keyout", key, "-out", certificate], { stdio: "pipe" });
  const places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  const temporary = places.map((name) => `${name}_temp_path ${folder}/${name};`).join("\n  ");
  const file = join(folder, "nginx.conf");
  writeFileSync(
    file,
    `${process.getuid() === 0 ? "user root;" : ""}
daemon off;
pid ${folder}/nginx.pid;
events {}
http {
  access_log off;
  ${temporary}
  server {
    listen 127.0.0.1:${port} ssl;
    server_name localhost;
    ssl_certificate ${certificate};
    ssl_certificate_key ${key};
    location /drawbridge/ {
      proxy_pass http://${bind};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto https;
    }
    location / { return 404; }
  }
}
`,
  );
  const child = spawn("nginx", ["-e", join(folder, "nginx.log"), "-p", folder, "-c", file]);
  stops.push(() => stop(child));
  return `https://localhost:${port}/drawbridge/`;
}
