package io.berth.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.gateway.security.Action;
import io.berth.gateway.security.PathRights;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.junit.jupiter.api.Test;

class RoutesOfTheContractTest {
  private static final List<String> CONTRACT =
      List.of(
          "GET /projects",
          "POST /projects",
          "GET /projects/{id}",
          "PATCH /projects/{id}",
          "DELETE /projects/{id}",
          "POST /projects/{id}/start",
          "POST /projects/{id}/stop",
          "POST /projects/{id}/restart",
          "POST /projects/{id}/release",
          "GET /projects/{id}/process",
          "PUT /projects/{id}/busy/{holder}",
          "DELETE /projects/{id}/busy/{holder}",
          "GET /projects/{id}/events",
          "GET /events",
          "GET /projects/{id}/logs",
          "POST /projects/{id}/import",
          "GET /jobs",
          "GET /jobs/{id}",
          "POST /jobs/{id}/cancel",
          "POST /jobs/{id}/retry",
          "POST /projects/{id}/features",
          "GET /runtimes",
          "POST /runtimes",
          "GET /runtimes/{name}",
          "DELETE /runtimes/{name}",
          "GET /runtimes/{name}/versions",
          "GET /rollouts",
          "POST /rollouts",
          "GET /rollouts/{rollout}",
          "POST /rollouts/{rollout}/pause",
          "POST /rollouts/{rollout}/resume",
          "POST /rollouts/{rollout}/abort",
          "POST /rollouts/{rollout}/rollback",
          "GET /system",
          "GET /system/history",
          "GET /projects/{id}/history",
          "GET /ports",
          "GET /nodes",
          "POST /search",
          "GET /encryption",
          "POST /encryption/rotate-master",
          "GET /projects/{id}/encryption",
          "POST /projects/{id}/encrypt",
          "POST /projects/{id}/decrypt",
          "POST /projects/{id}/rekey",
          "POST /tokens",
          "POST /tokens/revoke",
          "POST /tokens/renew-key",
          "POST /agents/auth",
          "POST /agents/register",
          "POST /agents/connect",
          "GET /agents",
          "GET /agents/{agent}/status",
          "GET /agents/{agent}/registrations",
          "POST /agents/{agent}/secret",
          "DELETE /agents/{agent}/secret",
          "POST /tasks",
          "GET /tasks",
          "GET /tasks/{task}",
          "GET /tasks/{task}/history",
          "PATCH /tasks/{task}",
          "POST /tasks/{task}/comments",
          "POST /tasks/{task}/take-back",
          "POST /tasks/request",
          "POST /tasks/progress",
          "POST /tasks/blocker",
          "POST /tasks/heartbeat",
          "POST /tasks/release",
          "GET /project/status");
  private static final String LOGIN = "POST /agents/auth";

  @Test
  void everyRouteOfTheContractThatIsBuiltIsThereOnceAndNoOther() throws Exception {
    assertThat(routes().map(Route::name)).containsExactlyInAnyOrderElementsOf(CONTRACT);
  }

  @Test
  void everyRouteSaysWhatItNeedsAndDescribesItself() throws Exception {
    assertThat(routes())
        .allSatisfy(
            route -> {
              boolean open = route.method.isAnnotationPresent(Open.class);
              assertThat(open).as(route.name).isEqualTo(route.name.equals(LOGIN));
              assertThat(route.method.isAnnotationPresent(Needs.class))
                  .as(route.name)
                  .isNotEqualTo(open);
              assertThat(route.method.getAnnotation(Operation.class).summary()).isNotBlank();
            });
  }

  @Test
  void whatConcernsOneProjectAsksForItsGrant() throws Exception {
    assertThat(routes().filter(r -> r.name.contains("/projects/{id}")))
        .isNotEmpty()
        .allSatisfy(
            r -> assertThat(r.method.getAnnotation(Needs.class).value().perProject()).isTrue());
    // why apart: it changes nothing, and asks for a grant for each project that its body names
    assertThat(
            routes()
                .filter(r -> !r.name.equals(LOGIN))
                .filter(
                    r ->
                        r.method.getAnnotation(Needs.class).value() == Action.SEARCH_ACROSS
                            || r.name.contains("search"))
                .map(Route::name))
        .containsExactly("POST /search");
    assertThat(PathRights.isOpen("/api/v1" + LOGIN.substring("POST ".length()))).isTrue();
    assertThat(
            routes()
                .filter(r -> !r.name.startsWith("GET") && !r.name.contains("busy"))
                // why: whose job it is decides, which the resource looks up
                .filter(r -> !r.name.contains("/jobs/"))
                .filter(r -> !r.name.equals(LOGIN) && !r.name.equals("POST /search")))
        .allSatisfy(
            r ->
                assertThat(r.method.getAnnotation(Needs.class).value())
                    .isIn(
                        Action.MANAGE_PROJECTS,
                        Action.CONTROL_PROCESS,
                        Action.MANAGE_RUNTIMES,
                        Action.MANAGE_ROLLOUTS,
                        Action.ACT_AS_AGENT,
                        Action.ADD_TASKS,
                        Action.MANAGE_TASKS,
                        Action.CHANGE_DATA_KEYS,
                        Action.CHANGE_MASTER_KEYS,
                        Action.MAKE_TOKENS));
  }

  @Test
  void resourcesAreMadeOnceAndShareNoPathWithAnother() throws Exception {
    assertThat(resources())
        .allSatisfy(
            c -> assertThat(c.getAnnotation(ApplicationScoped.class)).as(c.getName()).isNotNull());
    // why: JAX-RS looks for a route only in the classes whose own path fits best
    assertThat(resources())
        .extracting(c -> c.getAnnotation(Path.class).value())
        .allMatch(path -> path.indexOf('/', 1) < 0);
  }

  private record Route(String name, Method method) {}

  private static Stream<Route> routes() throws Exception {
    List<Route> routes = new ArrayList<>();
    for (Class<?> resource : resources()) {
      for (Method method : resource.getDeclaredMethods()) {
        for (Annotation annotation : method.getAnnotations()) {
          HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
          if (verb != null) {
            routes.add(new Route(verb.value() + " " + path(resource, method), method));
          }
        }
      }
    }
    return routes.stream();
  }

  private static String path(Class<?> resource, Method method) {
    Path below = method.getAnnotation(Path.class);
    String path = resource.getAnnotation(Path.class).value() + (below == null ? "" : below.value());
    return path.replace("//", "/");
  }

  private static List<Class<?>> resources() throws IOException, URISyntaxException {
    java.nio.file.Path classes =
        java.nio.file.Path.of(
            Needs.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<Class<?>> resources = new ArrayList<>();
    try (Stream<java.nio.file.Path> files = Files.walk(classes)) {
      for (java.nio.file.Path file : (Iterable<java.nio.file.Path>) files::iterator) {
        if (file.toString().endsWith("Resource.class")) {
          String name = classes.relativize(file).toString().replace('/', '.');
          resources.add(Class.forName(name.substring(0, name.length() - ".class".length())));
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    return resources;
  }
}
