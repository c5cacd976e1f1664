package network.golem.vm.server.web;

import network.golem.vm.model.json.Json;
import network.golem.vm.server.management.Management;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What every server's HTTP edge is made of. Import it into a server's application class. */
@Import({ProblemAdvice.class, ProblemPage.class, BodyLimit.class, Management.class})
@Configuration(proxyBeanMethods = false)
public class WebEdge {

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsInsteadOfPages() {
    return tomcat ->
        tomcat.addContextCustomizers(context ->
            ((StandardHost) context.getParent())
                .setErrorReportValveClass(UnreadableRequest.class.getName()));
  }

  /**
   * Requests may not carry members that we do not know: a misspelt field must not pass as an absent
   * one.
   */
  @Bean
  JsonMapper jsonMapper() {
    return Json.MAPPER.rebuild().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
  }
}
