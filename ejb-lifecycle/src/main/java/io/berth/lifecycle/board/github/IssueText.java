package io.berth.lifecycle.board.github;

import io.berth.lifecycle.board.Card;
import io.berth.lifecycle.board.CardWords;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.TaskState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a card is written as an issue, and read from one: state, priority and holder are labels with
 * a prefix, the key is a comment in the body that nobody sees. Pure.
 */
final class IssueText {
  static final String STATUS = "status:";
  static final String PRIORITY = "priority:";
  static final String AGENT = "agent:";
  static final int LONGEST_LABEL = 50;
  private static final int LONGEST_BODY = 65_536;
  private static final Pattern KEY =
      Pattern.compile("\\s*<!-- berth:(?:task|event)=([A-Za-z0-9._-]{1,160}) -->\\s*$");
  private static final Pattern TASK_LABEL =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}+#./_ :-]{0,63}");

  private IssueText() {}

  /** The text with the mark that it is recognised by. */
  static String body(String text, String kind, String key) {
    String mark = key.isEmpty() ? "" : "\n\n<!-- berth:" + kind + "=" + key + " -->";
    int room = LONGEST_BODY - mark.length();
    return (text.length() <= room ? text : text.substring(0, room - 1) + "…") + mark;
  }

  /** The key in a body; empty without one. */
  static String key(String body) {
    Matcher mark = KEY.matcher(body);
    return mark.find() ? mark.group(1) : "";
  }

  private static String withoutKey(String body) {
    return KEY.matcher(body).replaceFirst("").replace("\r\n", "\n");
  }

  static String status(TaskState state) {
    return STATUS + state.label().replace('_', '-');
  }

  static String priority(Priority priority) {
    return PRIORITY + priority.label();
  }

  static String agent(String id) {
    String label = AGENT + id;
    return label.length() <= LONGEST_LABEL ? label : label.substring(0, LONGEST_LABEL);
  }

  /** Whether the label is one of ours, and not what a task is about. */
  static boolean isOurs(String label, String mark) {
    String plain = label.toLowerCase(Locale.ROOT);
    return plain.startsWith(STATUS)
        || plain.startsWith(PRIORITY)
        || plain.startsWith(AGENT)
        || plain.equals(mark.toLowerCase(Locale.ROOT));
  }

  /** The labels of an issue as it is. */
  static List<String> labels(Map<String, Object> issue) {
    List<String> labels = new ArrayList<>();
    if (issue.get("labels") instanceof List<?> list) {
      for (Object label : list) {
        Object name = label instanceof Map<?, ?> map ? map.get("name") : label;
        if (name != null) {
          labels.add(name.toString());
        }
      }
    }
    return labels;
  }

  /** The card that an issue is. */
  static Card card(Map<String, Object> issue, String mark) {
    List<String> labels = labels(issue);
    String body = text(issue, "body");
    Priority priority = Priority.MEDIUM;
    Optional<String> agent = Optional.empty();
    Set<String> about = new LinkedHashSet<>();
    for (String label : labels) {
      String plain = label.toLowerCase(Locale.ROOT);
      if (plain.startsWith(PRIORITY)) {
        priority = CardWords.priority(plain.substring(PRIORITY.length()));
      } else if (plain.startsWith(AGENT)) {
        agent = Optional.of(label.substring(AGENT.length()));
      } else if (!isOurs(label, mark) && TASK_LABEL.matcher(label).matches()) {
        about.add(plain);
      }
    }
    boolean wanted = labels.stream().anyMatch(mark::equalsIgnoreCase) && isOpen(issue);
    return new Card(
        number(issue),
        key(body),
        new CardWords(text(issue, "title"), withoutKey(body), priority, List.copyOf(about)),
        columns(issue, labels),
        agent,
        wanted);
  }

  static boolean isOpen(Map<String, Object> issue) {
    return !"closed".equals(issue.get("state"));
  }

  static String number(Map<String, Object> issue) {
    return issue.get("number") instanceof Number number ? Long.toString(number.longValue()) : "";
  }

  static String text(Map<String, Object> from, String field) {
    return from.get(field) instanceof String text ? text : "";
  }

  private static Set<TaskState> columns(Map<String, Object> issue, List<String> labels) {
    Set<TaskState> columns = EnumSet.noneOf(TaskState.class);
    for (String label : labels) {
      String plain = label.toLowerCase(Locale.ROOT);
      if (plain.startsWith(STATUS)) {
        TaskState.of(plain.substring(STATUS.length()).replace('-', '_')).ifPresent(columns::add);
      }
    }
    boolean over = columns.stream().anyMatch(TaskState::over);
    if (isOpen(issue)) {
      if (columns.isEmpty() || over) {
        columns.add(TaskState.TODO);
      }
    } else if ("completed".equals(issue.get("state_reason"))) {
      columns.add(TaskState.DONE);
    } else if (!columns.contains(TaskState.FAILED) && !columns.contains(TaskState.CANCELLING)) {
      columns.add(TaskState.CANCELLED);
    }
    return columns;
  }
}
