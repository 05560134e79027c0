package io.berth.gateway.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.berth.gateway.problem.ProblemException;
import io.berth.lifecycle.job.Jobs.Document;
import jakarta.json.Json;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImportRequestTest {
  @Test
  void documentsAreTakenAsTheyAre() {
    assertThat(read("{'documents':[{'name':'a/b.md','content':'# T'},{'name':'c','content':''}]}"))
        .containsExactly(new Document("a/b.md", "# T"), new Document("c", ""));
  }

  @Test
  void whatMakesNoSenseIsRefusedByName() {
    refused("{}", "must hold 1 to");
    refused("{'documents':[]}", "must hold 1 to");
    refused("{'documents':[{'name':'a'}]}", "'content' is required");
    refused("{'documents':[{'name':' ','content':'x'}]}", "'name'");
    refused("{'documents':[{'name':'a','text':'x'}]}", "unknown field 'text'");
    refused("{'documents':['a']}", "'documents[]' must be an object");
    refused(
        "{'documents':[{'name':'a','content':'x'},{'name':'a','content':'y'}]}", "names a twice");
  }

  private static void refused(String json, String why) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining(why);
  }

  private static List<Document> read(String json) {
    return ImportRequest.read(
        Json.createReader(new StringReader(json.replace('\'', '"'))).readObject());
  }
}
