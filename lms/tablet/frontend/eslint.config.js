import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["dist", "dist-verifier", "node_modules", "src/protocol.gen.ts"] },
  ...tseslint.configs.recommended,
  {
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-properties": [
        "error",
        { object: "navigator", property: "onLine", message: "A page never asks whether it is online." },
      ],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
);
