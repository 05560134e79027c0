package io.berth.lifecycle.board.mirror;

import io.berth.lifecycle.board.CardWords;
import io.berth.lifecycle.task.TaskState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which side wins, field by field, after what both said when they last agreed. Pure. What a card
 * says (name, description, priority, labels) is the board's where somebody changed it there, and
 * otherwise the task's. Who holds a task and how far it is, is always the task's; but a person may
 * open, park, finish or call off on the board what they may here.
 */
final class Merge {
  private Merge() {}

  /**
   * What the task is to say.
   *
   * @param agreed what the card said then
   */
  static CardWords words(CardWords agreed, CardWords task, CardWords card) {
    return new CardWords(
        pick(agreed, task, card, CardWords::name),
        pick(agreed, task, card, CardWords::description),
        pick(agreed, task, card, CardWords::priority),
        labels(agreed.labels(), task.labels(), card.labels()));
  }

  /** Each label for itself: what was added or taken away on the board is so here. */
  private static List<String> labels(List<String> agreed, List<String> task, List<String> card) {
    Set<String> labels = new TreeSet<>(task);
    agreed.stream().filter(label -> !card.contains(label)).forEach(labels::remove);
    card.stream().filter(label -> !agreed.contains(label)).forEach(labels::add);
    return List.copyOf(labels);
  }

  private static <T> T pick(
      CardWords agreed, CardWords task, CardWords card, Function<CardWords, T> field) {
    T there = field.apply(card);
    return there.equals(field.apply(agreed)) ? field.apply(task) : there;
  }

  /**
   * Where a person moved the task, if that is a move for people.
   *
   * @param moved the column that the card came to since both agreed
   */
  static Optional<TaskState> move(TaskState task, Optional<TaskState> moved) {
    if (moved.isEmpty() || task.over() && task != TaskState.FAILED) {
      return Optional.empty();
    }
    TaskState to = moved.get();
    if (to == TaskState.CANCELLED) {
      return moved;
    }
    if (to == TaskState.DONE) {
      // why not from there: it is called off, and its holder has yet to say that it stopped
      return task == TaskState.CANCELLING ? Optional.empty() : moved;
    }
    boolean park = to == TaskState.PARKED && task == TaskState.TODO;
    boolean open =
        to == TaskState.TODO && Set.of(TaskState.PARKED, TaskState.FAILED).contains(task);
    return park || open ? moved : Optional.empty();
  }

  /**
   * Whether the card must be written.
   *
   * @param taskThen what the task said when both agreed, {@code cardThen} how the board showed that
   */
  static <T> boolean differs(T taskThen, T task, T cardThen, T card) {
    // why not only compared: boards cut and tidy what they are given
    boolean asAgreed = task.equals(taskThen) && card.equals(cardThen);
    return !asAgreed && !task.equals(card);
  }
}
