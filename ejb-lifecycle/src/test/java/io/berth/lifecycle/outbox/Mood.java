package io.berth.lifecycle.outbox;

/** How a receiver behaves to who delivers. */
enum Mood {
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
