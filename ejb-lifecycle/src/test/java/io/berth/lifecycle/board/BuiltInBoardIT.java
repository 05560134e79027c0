package io.berth.lifecycle.board;

import io.berth.lifecycle.agent.AgentId;
import io.berth.lifecycle.claim.WorkWorld;
import io.berth.lifecycle.task.TaskEvent;
import io.berth.lifecycle.task.TaskId;
import io.berth.lifecycle.testing.TestPostgres;
import io.berth.lifecycle.testing.WithPostgres;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(WithPostgres.class)
class BuiltInBoardIT extends BoardContract {
  private static TestPostgres postgres;
  private WorkWorld world;
  private BuiltInBoard board;

  @BeforeAll
  static void postgres(TestPostgres running) {
    postgres = running;
  }

  @Override
  void open() throws Exception {
    world = WorkWorld.fresh(postgres).project("alpha");
    board = new BuiltInBoard(WorkWorld.ALPHA, world.work, "test");
  }

  @Override
  void close() {
    world.close();
  }

  @Override
  BoardProvider board() {
    return board;
  }

  @Override
  void held(String card, String agent) throws Exception {
    AgentId id = world.agent(agent, 1);
    board.assign(card, Optional.of(agent));
    world.claim(id);
  }

  @Override
  List<String> remarks(String card) throws Exception {
    return world.history(TaskId.of(card)).stream()
        .map(TaskEvent::details)
        .map(Object::toString)
        .toList();
  }
}
