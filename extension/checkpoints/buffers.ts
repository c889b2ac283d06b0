// Editors with unsaved text, as the checkpoints see them: what stands there counts before what is on the disk, and is
// changed there, so that VS Code's own undo works and nothing unsaved is written over. It knows no editor.

/** The open editors of one window. */
export interface Buffers {
  /** The unsaved text of a file, by its absolute path; undefined when no editor holds unsaved changes of it. */
  unsavedText(file: string): string | undefined;
  /** Replaces the text of an editor with unsaved changes, and leaves it unsaved. False when it was not taken. */
  replaceText(file: string, text: string): Promise<boolean>;
  /** Such a file must not be written at all: a notebook or a custom editor holds unsaved changes of it. */
  isLocked(file: string): boolean;
}
