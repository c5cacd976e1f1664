package network.golem.vm.provider.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import network.golem.vm.model.identity.NodeId;
import network.golem.vm.server.limit.Allowance;
import network.golem.vm.server.limit.Limiter;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * How often one requestor may ask for a change of its VMs, whatever becomes of it. Reading is not
 * counted.
 */
final class OperationLimit implements HandlerInterceptor {

  private final Limiter<NodeId> limiter;

  /**
   * @param perMinute 0 for no limit
   */
  OperationLimit(int perMinute) {
    this.limiter = new Limiter<>(perMinute);
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (!request.getMethod().equals("GET")) {
      CallerResolver.caller(request).ifPresent(caller -> spend(caller.nodeId(), response));
    }
    return true;
  }

  private void spend(NodeId requestor, HttpServletResponse response) {
    Allowance allowance = limiter.spend(requestor);
    allowance.tell(response);
    allowance.require("operations of " + requestor.abbreviated());
  }
}
