package io.berth.acceptance;

import java.net.URI;
import java.nio.file.Path;

/** A running installation that the acceptance tests drive over HTTP, whatever assembly it is. */
public interface BerthUnderTest {
  /** Where it listens. */
  URI url();

  /** The administrator's token. */
  String adminToken();

  /** Its data folder, on this machine. */
  Path dataFolder();

  /** The pid of its server process. */
  long serverPid();

  /** The installation of this run; set once by what started it. */
  static BerthUnderTest current() {
    return Current.get();
  }
}
