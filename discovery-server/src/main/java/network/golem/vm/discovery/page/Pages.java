package network.golem.vm.discovery.page;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Where the pages are that are not files of that name. */
@Configuration(proxyBeanMethods = false)
class Pages implements WebMvcConfigurer {

  @Override
  public void addViewControllers(ViewControllerRegistry registry) {
    // Relative, as all links of the pages are, so that they work below a proxy's path, too.
    registry.addRedirectViewController("/docs", "docs/");
    registry.addViewController("/docs/").setViewName("forward:/docs/index.html");
  }
}
