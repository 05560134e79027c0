package io.berth.lifecycle.advice;

/** A language model somewhere else. Asked by background work only; blocks, but not for ever. */
interface Model extends AutoCloseable {
  /**
   * What it answers.
   *
   * @param system what it is to do, and in which form
   * @param question of what, without secrets
   * @throws ModelFailure there is no answer that can be used
   * @throws InterruptedException the node is going down
   */
  String ask(String system, String question) throws ModelFailure, InterruptedException;

  @Override
  void close();
}
