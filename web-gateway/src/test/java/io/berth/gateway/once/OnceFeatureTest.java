package io.berth.gateway.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.gateway.agent.AgentsResource;
import io.berth.gateway.rollout.RolloutsResource;
import io.berth.gateway.task.TasksResource;
import io.berth.gateway.token.TokensResource;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnceFeatureTest {
  @Test
  void whatMakesSomethingEachTimeTakesAKey() {
    assertThat(routes(TasksResource.class))
        .containsExactlyInAnyOrder("create", "comment", "takeBack");
    assertThat(routes(RolloutsResource.class)).contains("start");
  }

  @Test
  void whatAnswersWithASecretDoesNot() {
    assertThat(routes(TokensResource.class)).isEmpty();
    assertThat(routes(AgentsResource.class)).isEmpty();
  }

  private static List<String> routes(Class<?> resource) {
    return Arrays.stream(resource.getDeclaredMethods())
        .filter(OnceFeature::applies)
        .map(Method::getName)
        .toList();
  }
}
