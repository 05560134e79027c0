package io.berth.lifecycle.board.mirror;

import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.board.Card;
import io.berth.lifecycle.board.CardWords;
import io.berth.lifecycle.database.Json;
import io.berth.lifecycle.task.Priority;
import io.berth.lifecycle.task.Task;
import io.berth.lifecycle.task.TaskState;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What one side says: words, where it stands, whose it is. Kept as JSON when both agree. */
record Said(CardWords words, Set<TaskState> columns, Optional<String> assignee) {
  /** What nobody says. */
  static final Said NOTHING =
      new Said(new CardWords("", "", Priority.MEDIUM, List.of()), Set.of(), Optional.of(""));

  Said {
    columns = Set.copyOf(columns);
  }

  static Said by(Task task) {
    return new Said(
        CardWords.of(task.words()), Set.of(task.state()), task.holder().map(AgentId::value));
  }

  static Said by(Card card) {
    return new Said(card.words(), card.columns(), card.assignee());
  }

  String json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", words.name());
    json.put("description", words.description());
    json.put("priority", words.priority().name());
    json.put("labels", words.labels());
    json.put("columns", EnumSet.copyOf(columns).stream().map(TaskState::name).toList());
    assignee.ifPresent(agent -> json.put("assignee", agent));
    return Json.write(json);
  }

  static Said read(String text) {
    Map<String, Object> json = Json.read(text);
    Set<TaskState> columns = EnumSet.noneOf(TaskState.class);
    texts(json.get("columns")).forEach(name -> columns.add(TaskState.valueOf(name)));
    return new Said(
        new CardWords(
            (String) json.get("name"),
            (String) json.get("description"),
            Priority.valueOf((String) json.get("priority")),
            texts(json.get("labels"))),
        columns,
        Optional.ofNullable((String) json.get("assignee")));
  }

  private static List<String> texts(Object list) {
    return ((Collection<?>) list).stream().map(Object::toString).toList();
  }
}
