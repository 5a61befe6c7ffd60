/**
 * Documented idle timers of TCP connections: default values, each with the page that states it. A match is "compatible with",
 * never "is": several products share a value, and all of them can be configured.
 */
import type { KnownTimer } from './evidence.ts';

export const KNOWN_TIMERS: readonly KnownTimer[] = [
  {
    product: 'AWS Classic Load Balancer',
    seconds: 60,
    onExpiry: 'closes',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-idle-timeout.html',
  },
  {
    product: 'AWS Application Load Balancer',
    seconds: 60,
    onExpiry: 'closes',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
  },
  {
    product: 'nginx keepalive_timeout',
    seconds: 75,
    onExpiry: 'closes',
    source: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#keepalive_timeout',
  },
  {
    product: 'Azure Load Balancer',
    seconds: 240,
    onExpiry: 'maySendReset',
    source: 'https://learn.microsoft.com/en-us/azure/load-balancer/load-balancer-tcp-reset',
  },
  {
    product: 'F5 BIG-IP FastL4 profile',
    seconds: 300,
    onExpiry: 'sendsReset',
    source:
      'https://clouddocs.f5.com/products/extensions/f5-appsvcs-extension/latest/refguide/schemaref/L4_Profile.schema.json.html',
  },
  {
    product: 'Huawei Cloud ELB',
    seconds: 300,
    onExpiry: 'unstated',
    source: 'https://support.huaweicloud.com/elb_faq/elb_faq_0309.html',
  },
  {
    product: 'AWS Network Load Balancer',
    seconds: 350,
    onExpiry: 'sendsReset',
    source: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html',
  },
  {
    product: 'AWS NAT gateway',
    seconds: 350,
    onExpiry: 'sendsReset',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-troubleshooting.html',
  },
  {
    product: 'AWS Network Firewall',
    seconds: 350,
    onExpiry: 'maySendReset',
    source: 'https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_FlowTimeouts.html',
  },
  {
    product: 'Oracle Cloud Network Load Balancer',
    seconds: 360,
    onExpiry: 'unstated',
    source:
      'https://docs.oracle.com/en-us/iaas/Content/NetworkLoadBalancer/NetworkLoadBalancers/configure-idle-timeout.htm',
  },
  {
    product: 'Google Cloud VPC connection tracking',
    seconds: 600,
    onExpiry: 'silent',
    source: 'https://cloud.google.com/compute/docs/troubleshooting',
  },
  {
    product: 'Alibaba Cloud CLB',
    seconds: 900,
    onExpiry: 'unstated',
    source: 'https://help.aliyun.com/document_detail/2589115.html',
  },
  {
    product: 'Tencent Cloud CLB',
    seconds: 900,
    onExpiry: 'unstated',
    source:
      'https://github.com/tencentcloudstack/terraform-provider-tencentcloud/blob/master/website/docs/r/clb_listener.html.markdown',
  },
  {
    product: 'Huawei Cloud NAT Gateway (as T-Systems documents it)',
    seconds: 900,
    onExpiry: 'unstated',
    source: 'https://docs.otc.t-systems.com/nat-gateway/umn/overview/nat_gateway_specifications.html',
  },
  {
    product: 'Linux IPVS',
    seconds: 900,
    onExpiry: 'silent',
    source: 'Linux net/netfilter/ipvs/ip_vs_proto_tcp.c, tcp_timeouts[]',
  },
  {
    product: 'Google Cloud NAT',
    seconds: 1200,
    onExpiry: 'silent',
    source: 'https://cloud.google.com/nat/docs/tune-nat-configuration#nat-timeouts',
  },
  {
    product: 'Envoy idle_timeout',
    seconds: 3600,
    onExpiry: 'closes',
    source: 'https://www.envoyproxy.io/docs/envoy/latest/faq/configuration/timeouts',
  },
  {
    product: 'FortiGate session-ttl',
    seconds: 3600,
    onExpiry: 'maySendReset',
    source:
      'https://community.fortinet.com/t5/FortiGate/Technical-Tip-Default-session-timeout-value-session-ttl/ta-p/194357',
  },
  {
    product: 'Palo Alto PAN-OS',
    seconds: 3600,
    onExpiry: 'silent',
    source: 'https://knowledgebase.paloaltonetworks.com/KCSArticleDetail?id=kA10g000000ClRiCAK',
  },
  {
    product: 'Cisco ASA',
    seconds: 3600,
    onExpiry: 'maySendReset',
    source:
      'https://www.cisco.com/c/en/us/td/docs/security/asa/asa91/configuration/firewall/asa_91_firewall_config/conns_connlimits.html',
  },
  {
    product: 'RFC 5382 REQ-5, the least a NAT should keep',
    seconds: 7440,
    onExpiry: 'silent',
    source: 'https://www.rfc-editor.org/rfc/rfc5382#section-5',
  },
  {
    product: 'Linux nf_conntrack',
    seconds: 432_000,
    onExpiry: 'silent',
    source: 'https://docs.kernel.org/networking/nf_conntrack-sysctl.html',
  },
];

/** A timer matches within the larger of one second and this share. */
const TOLERANCE = 0.02;
const TOLERANCE_SECONDS = 1;

/** What is most likely to be behind a RST stands first. */
const LIKELIHOOD: readonly KnownTimer['onExpiry'][] = ['sendsReset', 'maySendReset', 'unstated', 'closes', 'silent'];

/** Timers equal to a silence of this length, in microseconds; those that send a RST first. */
export function timersNear(us: number): KnownTimer[] {
  const seconds = us / 1e6;
  return KNOWN_TIMERS.filter(
    (timer) => Math.abs(seconds - timer.seconds) <= Math.max(TOLERANCE_SECONDS, TOLERANCE * timer.seconds),
  ).sort((a, b) => LIKELIHOOD.indexOf(a.onExpiry) - LIKELIHOOD.indexOf(b.onExpiry));
}
