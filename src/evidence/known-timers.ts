/** Documented idle timers. A match is "compatible with", never "is": several products share a value. */
import type { KnownTimer } from '../model/evidence.ts';

export const KNOWN_TIMERS: readonly KnownTimer[] = [
  {
    product: 'AWS ALB / Classic ELB idle timeout',
    seconds: 60,
    source: 'docs.aws.amazon.com/elasticloadbalancing, idle timeout',
  },
  { product: 'nginx keepalive_timeout', seconds: 75, source: 'nginx.org/en/docs/http/ngx_http_core_module.html' },
  {
    product: 'Azure Load Balancer / Firewall idle timeout',
    seconds: 240,
    source: 'learn.microsoft.com/azure/load-balancer/load-balancer-tcp-reset',
  },
  { product: 'F5 BIG-IP TCP profile idle timeout', seconds: 300, source: 'F5 BIG-IP TCP profile reference' },
  { product: 'Huawei Cloud ELB TCP idle timeout', seconds: 300, source: 'support.huaweicloud.com/elb' },
  {
    product: 'AWS NLB / NAT gateway / Network Firewall idle timeout',
    seconds: 350,
    source: 'docs.aws.amazon.com/elasticloadbalancing/latest/network/update-idle-timeout.html',
  },
  {
    product: 'GCP VPC firewall connection tracking',
    seconds: 600,
    source: 'cloud.google.com/compute/docs/troubleshooting',
  },
  { product: 'Alibaba Cloud CLB TCP idle timeout', seconds: 900, source: 'help.aliyun.com/zh/slb' },
  { product: 'Tencent Cloud CLB TCP idle timeout', seconds: 900, source: 'cloud.tencent.com/document/product/214' },
  { product: 'Linux IPVS established timeout', seconds: 900, source: 'Linux net/netfilter/ipvs' },
  { product: 'GCP Cloud NAT established timeout', seconds: 1200, source: 'cloud.google.com/nat/docs' },
  {
    product: 'Palo Alto PAN-OS / FortiGate / Cisco ASA session timeout',
    seconds: 3600,
    source: 'vendor session timeout references',
  },
  { product: 'Home router connection tracking (RFC 5382 REQ-5)', seconds: 7440, source: 'RFC 5382 REQ-5' },
];

/** A timer matches within the larger of one second and this share. */
const TOLERANCE = 0.02;
const TOLERANCE_SECONDS = 1;

/** Timers equal to a silence of this length, in microseconds. */
export function timersNear(us: number): KnownTimer[] {
  const seconds = us / 1e6;
  return KNOWN_TIMERS.filter(
    (timer) => Math.abs(seconds - timer.seconds) <= Math.max(TOLERANCE_SECONDS, TOLERANCE * timer.seconds),
  );
}
