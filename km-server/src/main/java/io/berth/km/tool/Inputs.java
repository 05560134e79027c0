package io.berth.km.tool;

import io.berth.km.store.Limits;
import io.berth.km.store.SearchIndex;
import io.berth.mcp.Argument;
import io.berth.mcp.ArgumentType;
import io.berth.mcp.ArgumentType.ListOf;
import io.berth.mcp.ArgumentType.Text;
import io.berth.mcp.ArgumentType.Whole;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The arguments that several tools share, each with the store's own limit. */
final class Inputs {
  private Inputs() {}

  static ArgumentType text(int min, int max) {
    return new Text(min, max, List.of());
  }

  static Argument ticket(String about) {
    return Argument.optional("ticket_id", text(1, Limits.NAME), about);
  }

  static Argument itemType(String about) {
    return Argument.optional("item_type", text(1, Limits.NAME), about);
  }

  static Argument itemId() {
    return Argument.required(
        "item_id", new Whole(1, Long.MAX_VALUE), "The id that save, query or list gave");
  }

  static Argument limit(int max, int fallback) {
    return Argument.optional("limit", new Whole(1, max), "How many at most").or((long) fallback);
  }

  static Argument component() {
    return Argument.required("component_name", text(1, Limits.NAME), "The component's exact name");
  }

  static Argument index() {
    return Argument.required(
        "index",
        new Text(
            1,
            Limits.NAME,
            Stream.of(SearchIndex.values()).map(i -> i.name().toLowerCase(Locale.ROOT)).toList()),
        "Which index");
  }

  static Argument paths(String name, String about) {
    return Argument.optional(name, new ListOf(text(1, Limits.PATH), 0, Limits.FILES), about);
  }
}
