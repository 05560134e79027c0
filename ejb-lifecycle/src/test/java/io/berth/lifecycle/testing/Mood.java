package io.berth.lifecycle.testing;

/** How a server behaves to who calls it. */
public enum Mood {
  /** Takes and confirms. */
  WELL,
  /** Takes nothing and says nothing. */
  SILENT,
  /** Takes, and answers what is no answer. */
  GARBLED,
  /** Takes, and breaks the connection before it confirms. */
  FORGETFUL,
  /** Takes and confirms, slowly, but in time. */
  SLOW
}
