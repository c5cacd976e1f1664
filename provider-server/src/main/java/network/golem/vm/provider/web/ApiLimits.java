package network.golem.vm.provider.web;

import network.golem.vm.provider.settings.ProviderSettings;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** How much one requestor may ask of the API. */
@Configuration(proxyBeanMethods = false)
class ApiLimits implements WebMvcConfigurer {

  private final OperationLimit operations;

  ApiLimits(ProviderSettings settings) {
    this.operations = new OperationLimit(settings.operationsPerMinute());
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(operations).addPathPatterns("/api/v1/vms/**");
  }
}
