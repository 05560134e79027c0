package io.berth.km;

import io.berth.km.warm.Refusal;
import java.util.List;

/** One order to a host, understood and checked. */
sealed interface HostOrder {
  /** Open this project; the port of the words is of no meaning. */
  record Open(KmArguments what) implements HostOrder {}

  /** Close this generation of a project. */
  record Close(String project, long generation) implements HostOrder {}

  /** Say what is open. */
  record Tell() implements HostOrder {}

  static HostOrder of(List<String> words) throws Refusal {
    return switch (words.get(0)) {
      case "open" -> new Open(arguments(words.subList(1, words.size())));
      case "close" -> {
        if (words.size() != 3) {
          throw new Refusal("close needs a project and a generation");
        }
        yield new Close(words.get(1), number(words.get(2)));
      }
      case "list" -> new Tell();
      default -> throw new Refusal("an order begins with open, close or list");
    };
  }

  private static KmArguments arguments(List<String> words) throws Refusal {
    try {
      KmArguments what = KmArguments.parse(words.toArray(String[]::new));
      if (what.project() == null) {
        throw new Refusal("--project is required: a host has several");
      }
      return what;
    } catch (BadArguments e) {
      throw new Refusal(e.getMessage());
    }
  }

  private static long number(String text) throws Refusal {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new Refusal("a generation is a number, not " + text);
    }
  }
}
