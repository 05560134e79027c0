package io.berth.gateway.cache;

/**
 * A question for what a KM offers. Beside what {@link Question} says, an answer of a foreign
 * program belongs to its process, and often to one caller.
 *
 * @param question with the version of the runtime, and nobody's in particular
 * @param builtIn whether lists change with that version only, and are the same for everybody
 * @param subject who asks
 */
public record ListQuestion(Question question, boolean builtIn, String subject) {

  /**
   * What is stored under one key.
   *
   * @param generation of the process that answered, or would have
   * @param shared whether the answer is for everybody
   */
  Question of(long generation, boolean shared) {
    return builtIn
        ? question
        : new Question(
            question.project(),
            question.incarnation(),
            question.runtime() + " generation " + generation,
            shared ? "public" : "private " + subject,
            question.session(),
            question.protocol(),
            question.tool(),
            question.params());
  }
}
