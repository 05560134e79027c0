package io.berth.km.status;

import io.berth.km.http.Reply;
import io.berth.km.http.Request;
import io.berth.km.http.Route;

/** Lets only GET and HEAD through to a page. */
public record GetOnly(Route page) implements Route {
  @Override
  public Reply answer(Request request) {
    if (request.method().equals("GET") || request.method().equals("HEAD")) {
      return page.answer(request);
    }
    return Reply.problem(
            405, "method-not-allowed", "Method not allowed", "This page is read with GET")
        .with("Allow", "GET, HEAD");
  }
}
