package io.berth.km.store.sqlite;

import io.berth.km.store.KnowledgeException;
import io.berth.km.store.KnowledgeException.Kind;
import java.sql.SQLException;

/** Says what an error of the database means for the caller. Pure. */
final class Failures {
  private static final int BUSY = 5;
  private static final int LOCKED = 6;
  private static final int READONLY = 8;
  private static final int IO = 10;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;
  private static final int TOO_BIG = 18;

  private Failures() {}

  /** Whether what is stored contradicts itself. */
  static boolean damaged(SQLException e) {
    return (e.getErrorCode() & 0xff) == CORRUPT;
  }

  static KnowledgeException of(String what, SQLException e) {
    // why: the low byte is the primary code, the rest is detail
    int code = e.getErrorCode() & 0xff;
    return switch (code) {
      case BUSY, LOCKED ->
          new KnowledgeException(Kind.UNAVAILABLE, what + ": the database is busy, try again", e);
      case FULL ->
          new KnowledgeException(
              Kind.UNAVAILABLE, what + ": the disk is full; nothing was changed", e);
      case READONLY, IO, CANNOT_OPEN ->
          new KnowledgeException(
              Kind.UNAVAILABLE,
              what + ": the database file cannot be used; check the disk and its permissions",
              e);
      case TOO_BIG -> new KnowledgeException(Kind.TOO_LARGE, what + ": a value is too large", e);
      default ->
          new KnowledgeException(
              Kind.BROKEN, what + ": " + e.getMessage() + " (code " + code + ")", e);
    };
  }
}
