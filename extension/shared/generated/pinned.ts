// Written by `npm run protocol`. Do not edit.
export const pinnedVersion = "0.169.0";
