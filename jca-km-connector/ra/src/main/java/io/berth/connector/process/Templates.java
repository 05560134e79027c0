package io.berth.connector.process;

import io.berth.connector.api.StartOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values of {@code ${port} ${data} ${project} ${generation} ${java}} for one start. Each is put
 * in once, as it is: what was put in is not looked at again, no shell sees it, and any other <code>
 * ${…}</code> stays as it stands.
 */
final class Templates {
  private static final Pattern NAME = Pattern.compile("\\$\\{(port|data|project|generation|java)}");

  private final Map<String, String> values;

  private Templates(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  static Templates of(StartOrder order, int port, Path java) {
    return new Templates(
        Map.of(
            "port", Integer.toString(port),
            "data", order.dataFolder().toString(),
            "project", order.project().value(),
            "generation", Long.toString(order.generation()),
            "java", java.toString()));
  }

  String expand(String text) {
    return NAME.matcher(text)
        .replaceAll(match -> Matcher.quoteReplacement(values.get(match.group(1))));
  }

  List<String> expand(List<String> texts) {
    return texts.stream().map(this::expand).toList();
  }

  Map<String, String> expand(Map<String, String> texts) {
    Map<String, String> expanded = new HashMap<>();
    texts.forEach((name, text) -> expanded.put(name, expand(text)));
    return expanded;
  }
}
