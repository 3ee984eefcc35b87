// A certified OpenID provider on this machine: `node openid_provider.mjs PORT BASE KEY`, where BASE is
// the address of the site that it lets people into. Its keys are made anew at each start, and called KEY.
// Whoever signs in there as `ana` is Ana Ruiz; any password does.
import { generateKeyPairSync } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(new URL("../browser/package.json", import.meta.url));
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));

const [port, base, key] = process.argv.slice(2);
const PEOPLE = {
  ana: { name: "Ana Ruiz", email: "ana.ruiz@example.com", email_verified: true, groups: ["staff", "network"] },
  bo: { name: "Bo Lind", email: "bo.lind@example.com", email_verified: false, groups: ["staff"] },
};
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [
    {
      client_id: "drawbridge",
      client_secret: "a secret of the tests",
      redirect_uris: [`${base}/sign-in/with/company/callback`],
      post_logout_redirect_uris: [`${base}/signed-out`],
      grant_types: ["authorization_code"],
      response_types: ["code"],
    },
  ],
  scopes: ["openid", "profile", "email", "groups"],
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"], groups: ["groups"] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...PEOPLE[id] }) }),
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
  cookies: { keys: ["of the tests"] },
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), kid: key, use: "sig", alg: "RS256" }] },
});
provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
