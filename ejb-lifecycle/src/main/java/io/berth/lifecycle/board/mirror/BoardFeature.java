package io.berth.lifecycle.board.mirror;

import io.berth.lifecycle.board.ExternalBoard;
import io.berth.lifecycle.board.github.GitHubBoard;
import io.berth.lifecycle.claim.ClaimFeature;
import io.berth.lifecycle.database.Database;
import io.berth.lifecycle.settings.BerthSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** The mirrors of boards that the file names. Made once by the node. */
public record BoardFeature(List<BoardTurn> turns) implements AutoCloseable {
  /** What it stands on. */
  public record Base(
      BerthSettings settings,
      Database database,
      ClaimFeature work,
      Executor executor,
      InstantSource clock,
      LongSupplier nanos) {}

  /** Puts it together. */
  public static BoardFeature on(Base base) {
    Optional<Path> file = base.settings.boardsFile();
    List<MirroredBoard> boards = file.map(BoardsFile::read).orElse(List.of());
    return new BoardFeature(boards.stream().map(board -> turn(board, base)).toList());
  }

  private static BoardTurn turn(MirroredBoard mirrored, Base base) {
    BerthSettings.Breaker breaker = base.settings.breaker();
    ExternalBoard board =
        GitHubBoard.at(
            mirrored.address(),
            breaker.failures(),
            breaker.delay(),
            base.clock,
            base.nanos,
            base.executor);
    return new BoardTurn(mirrored, board, base.work, base.database, base.settings.node());
  }

  @Override
  public void close() {
    turns.forEach(turn -> turn.delivery().sink().close());
  }
}
