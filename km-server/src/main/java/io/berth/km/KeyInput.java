package io.berth.km;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys that come over standard input, a line each: an argument or the environment could be read by
 * others, and a file beside the database would open it for whoever has both. Used by the main
 * thread before anything else.
 */
final class KeyInput {
  private static final int LONGEST = 64;

  private KeyInput() {}

  /** The words of a command line with the key in them that standard input has, if it is to. */
  static String[] complete(String[] args, InputStream in) throws BadArguments, IOException {
    List<String> words = new ArrayList<>(List.of(args));
    if (words.contains("--key")) {
      throw new BadArguments(List.of("--key is no argument: others could read it there"));
    }
    int from = words.indexOf("--key-from");
    if (from < 0) {
      return args;
    }
    if (from + 1 >= words.size() || !words.get(from + 1).equals("stdin")) {
      throw new BadArguments(List.of("--key-from knows only stdin"));
    }
    words.set(from, "--key");
    words.set(from + 1, line(in));
    return words.toArray(String[]::new);
  }

  /** One line, without its end. */
  static String line(InputStream in) throws BadArguments, IOException {
    byte[] line = new byte[LONGEST];
    int length = 0;
    int next = in.read();
    while (next >= 0 && next != '\n') {
      if (length == LONGEST) {
        throw new BadArguments(List.of("standard input has more than a key"));
      }
      line[length++] = (byte) next;
      next = in.read();
    }
    if (next < 0) {
      throw new BadArguments(List.of("no key came over standard input before it was closed"));
    }
    String text = new String(line, 0, length, StandardCharsets.US_ASCII);
    java.util.Arrays.fill(line, (byte) 0);
    return text;
  }
}
