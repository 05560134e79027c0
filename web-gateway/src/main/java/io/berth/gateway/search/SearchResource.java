package io.berth.gateway.search;

import io.berth.connector.api.KmException;
import io.berth.connector.api.ProjectId;
import io.berth.gateway.api.Callers;
import io.berth.gateway.api.Needs;
import io.berth.gateway.json.JsonText;
import io.berth.gateway.json.JsonView;
import io.berth.gateway.json.Limits;
import io.berth.gateway.problem.ProblemDetail;
import io.berth.gateway.problem.ProblemException;
import io.berth.gateway.rate.NodeRates;
import io.berth.gateway.security.Action;
import io.berth.gateway.security.Caller;
import io.berth.gateway.security.GrantCheck;
import io.berth.lifecycle.event.EventLog;
import io.berth.lifecycle.search.CrossSearch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.faulttolerance.Bulkhead;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * One question to several projects of a shared process. Every one of them must be named by the
 * caller's token for this very purpose; whoever misses one gets nothing, and is not told which
 * projects there are. Container threads; blocks.
 */
@Path("/search")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
@Bulkhead(8)
@Tag(name = "search")
public class SearchResource {
  @Inject CrossSearch search;
  @Inject EventLog events;
  @Inject NodeRates rates;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Needs(Action.SEARCH_ACROSS)
  @Operation(summary = "The best of several projects, each granted for analytics by name")
  public JsonObject search(InputStream body, @Context SecurityContext security)
      throws KmException, IOException {
    SearchRequest wanted = SearchRequest.read(JsonText.read(body, Limits.MANAGEMENT));
    Caller caller = Callers.of(security);
    for (ProjectId project : wanted.projects()) {
      if (!GrantCheck.mayAnalyse(caller, project)) {
        throw new ProblemException(
            ProblemDetail.forbidden(
                caller.subject()
                    + " has no grant to search across "
                    + project
                    + ": ask for a token whose 'analytics' names it"));
      }
    }
    // why after the grants: who has none learns of nobody's budget, and takes nothing of it
    rates.take(caller, wanted.projects());
    // why before the answer: nobody reads across projects unseen
    events.append(
        "projects.searched",
        Optional.empty(),
        0,
        caller.subject(),
        "one question to " + wanted.projects());
    return JsonView.list(
            "results",
            search.ask(wanted.projects(), wanted.question(), wanted.limit(), caller.subject()),
            SearchResource::view)
        .build();
  }

  private static JsonView view(CrossSearch.Hit hit) {
    return new JsonView()
        .text("project", hit.project())
        .number("itemId", hit.itemId())
        .text("ticketId", hit.ticketId())
        .text("type", hit.type())
        .text("title", hit.title())
        .text("snippet", hit.snippet())
        .share("similarity", hit.similarity());
  }
}
