package io.berth.lifecycle.board.mirror;

import io.berth.connector.api.KmException;
import io.berth.connector.api.Problem;
import io.berth.connector.api.ProjectId;
import io.berth.lifecycle.board.ExternalBoard;
import io.berth.lifecycle.board.Remark;
import io.berth.lifecycle.outbox.OutEvent;
import io.berth.lifecycle.outbox.Sink;
import io.berth.lifecycle.outbox.SinkFailure;
import io.berth.lifecycle.outbox.Stream;
import io.berth.lifecycle.task.TaskId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes events of a project's tasks to its board: a card is brought to what its task is now, which
 * may be repeated; a remark carries the event's id, by which it is recognised.
 */
final class BoardSink implements Sink {
  private final ProjectId project;
  private final ExternalBoard board;
  private final PlaceRows places;
  private final CardSync sync;

  BoardSink(ProjectId project, ExternalBoard board, PlaceRows places, CardSync sync) {
    this.project = project;
    this.board = board;
    this.places = places;
    this.sync = sync;
  }

  @Override
  public String name() {
    return "board-" + project;
  }

  @Override
  public Set<Stream> streams() {
    return Set.of(Stream.TASKS);
  }

  @Override
  public int most() {
    // why few: each may cost several calls, and a batch must be over before the lease is
    return 20;
  }

  @Override
  public void deliver(List<OutEvent> events) throws SinkFailure {
    Map<String, Optional<String>> cards = new HashMap<>();
    try {
      if (!places.keep()) {
        throw new SinkFailure("another node has this board now");
      }
      board.within(BoardTurn.BATCH);
      for (OutEvent event : events) {
        if (!project.value().equals(event.data().get("project"))) {
          continue;
        }
        if (!cards.containsKey(event.subject())) {
          cards.put(event.subject(), sync.task(TaskId.of(event.subject())));
        }
        Optional<Remark> remark = Remarks.of(event, sync.actor());
        Optional<String> card = cards.get(event.subject());
        if (remark.isPresent() && card.isPresent()) {
          say(event.subject(), card.get(), remark.get(), cards);
        }
      }
    } catch (KmException e) {
      throw new SinkFailure(e.getMessage(), e);
    }
  }

  private void say(String task, String card, Remark remark, Map<String, Optional<String>> cards)
      throws KmException {
    try {
      board.comment(card, remark);
    } catch (KmException e) {
      if (e.problem() != Problem.NO_SUCH_TASK) {
        throw e;
      }
      sync.lost(TaskId.of(task), card);
      cards.put(task, Optional.empty());
    }
  }

  @Override
  public void close() {
    board.disconnect();
  }
}
