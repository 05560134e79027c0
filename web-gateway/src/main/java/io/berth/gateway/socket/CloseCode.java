package io.berth.gateway.socket;

/** Why a connection is ended, as its client sees it. Below 4000 the codes are those of RFC 6455. */
enum CloseCode {
  /** The server stops: connect to another one, or again. */
  GOING_AWAY(1001),
  /** Too many messages in a row that are none. */
  BROKEN_MESSAGES(1007),
  /** Nothing was heard for a while, not even an answer to a ping. */
  SILENT(1008),
  /** There is no room, or the server is not ready: try again later. */
  TRY_LATER(1013),
  /** The agent connected again; this is its older connection. */
  REPLACED(4000),
  /** It read too slowly. */
  SLOW_CONSUMER(4001),
  /** Its token is over or was revoked. */
  TOKEN_OVER(4002);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
