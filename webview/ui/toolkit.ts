// The part of the toolkit that is loaded, and nothing beside it: a dynamic import of the package itself would bring
// all of it.

export { provideVSCodeDesignSystem, vsCodeButton } from "@vscode/webview-ui-toolkit";
