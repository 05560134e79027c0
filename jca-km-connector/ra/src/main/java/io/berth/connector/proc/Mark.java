package io.berth.connector.proc;

import java.util.Map;

/** What is put into the environment of a process of ours, so that it can be found again. */
public interface Mark {
  /** Puts it into the environment of a process that is about to be started. */
  void writeTo(Map<String, String> environment);
}
