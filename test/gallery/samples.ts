// Contents of the pictures: a plausible thread, long enough to show every kind of line.

import { add, remove, update } from "./builders.ts";

export const checkoutDiff = update(
  "src/checkout.ts",
  `@@ -49,7 +49,8 @@ export async function checkout(cart: Cart, key: string) {
   const order = await orders.find(key)
-  const charge = await pay(cart)
+  if (order) return order.result
+  await orders.reserve(key)
+  const result = await pay(cart)
   return order.result
 }
`,
);

export const retryTest = add(
  "test/checkout.retry.test.ts",
  Array.from(
    { length: 41 },
    (_, index) => `expect(await checkout(cart, key)).toEqual(first) // ${index + 1}`,
  ).join("\n") + "\n",
);

export const movedFile = update(
  "src/pay.ts",
  "@@ -1,3 +1,3 @@\n import { api } from './api'\n-export const pay = api.pay\n+export const charge = api.pay\n export default {}\n\n\nMoved to: /home/ada/shop-api/src/payments/charge.ts",
  "/home/ada/shop-api/src/payments/charge.ts",
);

export const deletedFile = remove(
  "src/legacy/checkoutWithoutKey.ts",
  "export const old = 1\nexport const older = 2",
);

export const longFile = add(
  "src/generated/currencies.ts",
  Array.from(
    { length: 900 },
    (_, index) => `export const currency${index} = { code: "C${index}", digits: 2 }`,
  ).join("\n") + "\n",
);

export const failedOutput = `
> shop-api@1.4.0 test
> vitest run checkout

${Array.from({ length: 14 }, (_, index) => ` ✓ test/case${index}.test.ts (3 tests) 12ms`).join("\n")}
 \u001b[31m✗\u001b[0m charges once on retry
   Expected: 1   Received: 2
   at test/checkout.test.ts:31:18

 Tests  1 failed | 42 passed (43)
`;

export const markdownSample = `## What I found

The charge runs **before** the order row exists, so a retry finds nothing to stop it. I’ll store the key first and let the second request return the *first* result. See [checkout.ts](src/checkout.ts:52) and [the payments guide](https://docs.example.com/payments/idempotency).

1. Reserve the key in \`orders\` inside one transaction
2. Charge, then write the result
   - a failed charge frees the key
   - a timeout keeps it
3. Return the stored result on a retry

- [x] Find where the charge happens
- [ ] Test a retry

| Case | Before | After |
| --- | :---: | ---: |
| first request | charge | charge |
| retry within 24 hours | second charge | first result |

> Keep the key for 24 hours: clients retry for at most 20 minutes.

\`\`\`ts
const order = await orders.find(key)
if (order) return order.result
await orders.reserve(key, { hours: 24, because: "a retry must find the first result and must not charge again" })
\`\`\`

A picture stays outside: ![diagram](https://images.example.net/flow.png), and <b>raw HTML</b> is text.

---

Done with \`pnpm test\`.`;
