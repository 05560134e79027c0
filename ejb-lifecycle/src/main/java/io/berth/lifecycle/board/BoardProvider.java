package io.berth.lifecycle.board;

import io.berth.connector.api.KmException;
import io.berth.lifecycle.claim.Report;
import io.berth.lifecycle.task.TaskState;
import java.util.List;
import java.util.Optional;

/**
 * The board of one project. Blocks, within its own time limits; one thread at a time unless an
 * implementation says otherwise. What it does not know fails with NO_SUCH_TASK, what it refuses
 * with INVALID or CONFLICT, and a board that is out of reach with a problem that is retryable.
 */
public interface BoardProvider {
  /** Which kind of board it is: {@code built-in}, {@code github}. */
  String name();

  /** Makes sure that the board is there and that we may work on it. Changes nothing. */
  void connect() throws KmException;

  /** Gives up what is held open for it. It may be connected again. */
  void disconnect();

  /** Cards that somebody could begin with: to do, and nobody's. */
  List<Card> available() throws KmException;

  /** All cards, oldest first. */
  List<Card> all() throws KmException;

  /** One card; empty if there is none (any more). */
  Optional<Card> card(String id) throws KmException;

  /** Makes a card. Not to be repeated blindly: whoever got no answer looks for the key first. */
  Card create(NewCard card) throws KmException;

  /** Says it in other words. */
  Card update(String id, CardWords words) throws KmException;

  /** Shows who holds it; empty for nobody. */
  Card assign(String id, Optional<String> assignee) throws KmException;

  /** Moves it to the column of this state. */
  Card move(String id, TaskState column) throws KmException;

  /** Adds a remark. A key that is there already is not added again. */
  void comment(String id, Remark remark) throws KmException;

  /** How many cards stand where. */
  Standing standing() throws KmException;

  /** Shows what keeps its holder from going on. */
  void blocked(String id, Report.Blocker blocker) throws KmException;

  /** Shows how far its holder is. */
  void progress(String id, Report.Progress progress) throws KmException;
}
