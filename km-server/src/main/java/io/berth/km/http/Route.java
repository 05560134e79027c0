package io.berth.km.http;

/** Answers the admitted requests of one path. Called on request threads, by many at once. */
@FunctionalInterface
public interface Route {
  Reply answer(Request request);
}
