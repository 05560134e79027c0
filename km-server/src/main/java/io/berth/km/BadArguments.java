package io.berth.km;

import java.util.List;

/** The command line breaks rules; all of them are listed, so that one correction is enough. */
final class BadArguments extends Exception {
  private static final long serialVersionUID = 1L;

  BadArguments(List<String> mistakes) {
    super(String.join("\n  ", mistakes));
  }
}
