package io.berth.cli.runtime;

import io.berth.cli.CommandFailure;
import java.util.ArrayList;
import java.util.List;

/** Splits a command at its blanks; quotes keep blanks, nothing else is special. Pure. */
final class CommandLineWords {
  private CommandLineWords() {}

  static List<String> split(String command) {
    List<String> words = new ArrayList<>();
    StringBuilder word = null;
    char quote = 0;
    for (char c : command.toCharArray()) {
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        word = word == null ? new StringBuilder() : word;
      } else if (Character.isWhitespace(c)) {
        if (word != null) {
          words.add(word.toString());
          word = null;
        }
      } else {
        word = (word == null ? new StringBuilder() : word).append(c);
      }
    }
    if (quote != 0) {
      throw new CommandFailure(
          CommandFailure.USAGE, "--command has an opening " + quote + " without its end.", null);
    }
    if (word != null) {
      words.add(word.toString());
    }
    return words;
  }
}
