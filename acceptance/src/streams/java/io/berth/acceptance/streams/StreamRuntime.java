package io.berth.acceptance.streams;

import io.berth.acceptance.Fixtures;

/** The runtime of the runs here: {@code StreamKm}. */
final class StreamRuntime {
  private StreamRuntime() {}

  static String make() {
    return Fixtures.program("streams", "io.berth.acceptance.program.StreamKm", "${port}");
  }
}
