// What the bundler turns into files beside the script: imported for their effect, never for a value.

declare module "*.css";
