/** What people say about RST, and how far it holds. The words are in locales/<tag>/claims.json. */

/** How far a claim holds; `open`: it names a symptom and claims nothing that could be true or false. */
export const truths = ['true', 'partly', 'false', 'open'] as const;
export type Truth = (typeof truths)[number];

/** One claim. */
export interface Claim {
  readonly id: string;
  readonly truth: Truth;
  /** Clauses of standards, kernel functions and settings that decide it. */
  readonly sources: readonly string[];
  /** Folders in samples/ whose packets show it; none where only the sources do. */
  readonly samples: readonly string[];
}

/** All claims, in the order of a conversation: what a RST is, how the kernel comes to it, who causes it, how to read one. */
export const claims: readonly Claim[] = [
  {
    id: 'rst-is-state-correction',
    truth: 'partly',
    sources: ['RFC 9293 §3.5.2', 'RFC 9293 §3.9.1.6', 'tcp_v4_send_reset()', 'tcp_send_active_reset()'],
    samples: ['state-lost-no-listener', 'linger-zero', 'keepalive-timeout', 'on-path-injection'],
  },
  {
    id: 'rst-means-illegal-segment',
    truth: 'partly',
    sources: ['RFC 9293 §3.5.2', 'RFC 9293 §3.10.7.4', 'tcp_send_active_reset()'],
    samples: ['admin-kill', 'keepalive-timeout'],
  },
  {
    id: 'no-connection-means-rst',
    truth: 'true',
    sources: ['RFC 9293 §3.5.2', 'RFC 9293 §3.10.7.1', 'tcp_v4_rcv()', 'tcp_v4_send_reset()'],
    samples: ['state-lost-no-listener', 'port-closed-syn-refused'],
  },
  {
    id: 'bad-sequence-means-rst',
    truth: 'false',
    sources: ['RFC 9293 §3.10.7.4', 'tcp_validate_incoming()', 'tcp_send_dupack()'],
    samples: ['out-of-window-data-no-rst'],
  },
  {
    id: 'wrong-state-means-rst',
    truth: 'partly',
    sources: ['RFC 9293 §3.10.7.2', 'RFC 9293 §3.10.7.3', 'RFC 9293 §3.6.1', 'tcp_rcv_state_process()'],
    samples: ['synsent-bad-ack-port-reuse', 'late-data-after-close', 'inexact-rst-ignored'],
  },
  {
    id: 'application-abort-means-rst',
    truth: 'true',
    sources: ['RFC 9293 §3.9.1.6', 'tcp_disconnect()', '__tcp_close()'],
    samples: ['linger-zero', 'close-with-unread-data-small'],
  },
  {
    id: 'rst-frees-everything',
    truth: 'partly',
    sources: ['RFC 9293 §3.10.7.4', 'RFC 5961 §3', 'tcp_validate_incoming()'],
    samples: ['inexact-rst-ignored', 'state-lost-listener-up'],
  },
  {
    id: 'six-step-kernel-order',
    truth: 'partly',
    sources: ['tcp_v4_rcv()', 'tcp_validate_incoming()', 'tcp_rcv_state_process()'],
    samples: ['host-firewall-reject-dscp'],
  },
  {
    id: 'lookup-by-four-tuple',
    truth: 'partly',
    sources: ['__inet_lookup_established()', '__inet_lookup_listener()'],
    samples: ['state-lost-listener-up', 'state-lost-no-listener'],
  },
  {
    id: 'not-found-means-rst',
    truth: 'partly',
    sources: ['tcp_v4_rcv()', 'tcp_v4_send_reset()'],
    samples: ['state-lost-no-listener', 'syn-into-silence-no-rst'],
  },
  {
    id: 'reply-carries-ack',
    truth: 'false',
    sources: ['RFC 9293 §3.10.7.1', 'tcp_v4_send_reset()'],
    samples: ['state-lost-listener-up', 'state-lost-no-listener', 'port-closed-syn-refused'],
  },
  {
    id: 'established-ack-is-fine',
    truth: 'true',
    sources: ['RFC 9293 §3.10.7.4', 'tcp_rcv_established()'],
    samples: ['healthy-traffic-harmless-rst'],
  },
  {
    id: 'syn-in-established-means-rst',
    truth: 'false',
    sources: ['RFC 5961 §4', 'RFC 9293 §3.10.7.4', 'tcp_send_challenge_ack()'],
    samples: ['synsent-bad-ack-port-reuse', 'synsent-bad-ack-seen-at-server'],
  },
  {
    id: 'data-in-fin-wait-means-rst',
    truth: 'partly',
    sources: ['RFC 9293 §3.6.1', 'RFC 1122 §4.2.2.13', 'tcp_rcv_state_process()'],
    samples: ['late-data-after-close', 'half-close-no-rst'],
  },
  {
    id: 'closed-means-rst',
    truth: 'partly',
    sources: ['RFC 9293 §3.10.7.1', 'tcp_v4_send_reset()'],
    samples: ['port-closed-syn-refused', 'segment-after-reset'],
  },
  {
    id: 'window-check-formula',
    truth: 'partly',
    sources: ['RFC 9293 §3.4', 'RFC 9293 §3.10.7.4', 'tcp_sequence()'],
    samples: ['out-of-window-data-no-rst'],
  },
  {
    id: 'out-of-window-means-rst',
    truth: 'false',
    sources: ['RFC 9293 §3.10.7.4', 'tcp_send_dupack()', 'net.ipv4.tcp_invalid_ratelimit'],
    samples: ['out-of-window-data-no-rst'],
  },
  {
    id: 'nat-change-is-out-of-window',
    truth: 'false',
    sources: ['__inet_lookup_established()', 'tcp_rcv_state_process(), TCP_LISTEN'],
    samples: ['nat-rebind-new-address', 'nat-rebind-new-port', 'nat-rebind-seen-at-client'],
  },
  {
    id: 'syn-fin-means-rst',
    truth: 'false',
    sources: ['tcp_rcv_state_process(), TCP_LISTEN', 'tcp_send_challenge_ack()', 'tcp_v4_send_reset()'],
    samples: [],
  },
  { id: 'syn-rst-means-rst', truth: 'false', sources: ['RFC 9293 §3.10.7.1', 'tcp_v4_send_reset()'], samples: [] },
  {
    id: 'fin-data-bad-seq-means-rst',
    truth: 'false',
    sources: ['RFC 9293 §3.10.7.4', 'tcp_validate_incoming()'],
    samples: ['out-of-window-data-no-rst'],
  },
  {
    id: 'linger-zero-means-rst',
    truth: 'true',
    sources: ['__tcp_close()', 'tcp_disconnect()'],
    samples: ['linger-zero'],
  },
  {
    id: 'crash-means-rst',
    truth: 'partly',
    sources: ['__tcp_close()', 'do_exit()'],
    samples: ['close-with-unread-data-small'],
  },
  {
    id: 'refused-by-program-means-rst',
    truth: 'partly',
    sources: ['inet_csk_accept()', '__tcp_close()'],
    samples: ['close-with-unread-data-small'],
  },
  {
    id: 'abort-skips-time-wait',
    truth: 'true',
    sources: ['tcp_disconnect()', 'tcp_done()', 'RFC 9293 §3.5.2'],
    samples: ['linger-zero'],
  },
  {
    id: 'reject-sends-rst',
    truth: 'true',
    sources: ['nf_send_reset()', 'nft_reject_ipv4_eval()'],
    samples: ['host-firewall-reject-dscp', 'host-firewall-reject-ipv6', 'path-firewall-reject'],
  },
  {
    id: 'conntrack-sends-rst',
    truth: 'false',
    sources: ['tcp_in_window()', 'nf_conntrack_tcp_packet()'],
    samples: ['nat-rebind-new-address'],
  },
  {
    id: 'syn-flood-protection-sends-rst',
    truth: 'partly',
    sources: ['cookie_v4_check()', 'net.ipv4.tcp_abort_on_overflow', 'tcp_check_req()'],
    samples: ['accept-overflow-abort'],
  },
  {
    id: 'reset-then-offline-is-a-cause',
    truth: 'open',
    sources: ['RFC 9293 §3.5.2'],
    samples: ['nat-rebind-new-address', 'state-lost-listener-up', 'late-data-after-close'],
  },
  {
    id: 'state-kept-but-mismatched',
    truth: 'false',
    sources: ['tcp_validate_incoming()', 'tcp_rcv_state_process(), TCP_LISTEN'],
    samples: ['nat-rebind-new-address', 'out-of-window-data-no-rst'],
  },
  {
    id: 'idle-connection-reclaimed',
    truth: 'partly',
    sources: ['tcp_keepalive_timer()', 'RFC 9293 §3.8.4'],
    samples: ['keepalive-timeout', 'middlebox-idle-rst-on-next-packet'],
  },
  {
    id: 'loss-reclaims-connection',
    truth: 'partly',
    sources: ['tcp_write_timeout()', 'tcp_write_err()', 'net.ipv4.tcp_retries2'],
    samples: [],
  },
  {
    id: 'long-keepalive-reclaims',
    truth: 'partly',
    sources: ['tcp_keepalive_timer()', 'RFC 5382 REQ-5'],
    samples: ['keepalive-timeout', 'middlebox-idle-rst-on-next-packet'],
  },
  {
    id: 'late-data-draws-rst',
    truth: 'true',
    sources: ['tcp_v4_send_reset()', 'RFC 9293 §3.10.7.1'],
    samples: ['state-lost-listener-up', 'late-data-after-close'],
  },
  {
    id: 'server-fault-is-least-likely',
    truth: 'partly',
    sources: ['__tcp_close()', 'tcp_send_active_reset()'],
    samples: ['close-with-unread-data-small', 'linger-zero'],
  },
  { id: 'bug-means-random', truth: 'partly', sources: ['net.ipv4.tcp_fin_timeout'], samples: [] },
  {
    id: 'rst-ack-means-connection-exists',
    truth: 'false',
    sources: ['tcp_v4_send_reset()', 'tcp_send_active_reset()'],
    samples: ['port-closed-syn-refused', 'linger-zero'],
  },
  {
    id: 'plain-rst-means-no-connection',
    truth: 'partly',
    sources: ['tcp_rcv_state_process()', 'tcp_timewait_state_process()', 'nf_send_reset()'],
    samples: ['late-data-after-close', 'synsent-bad-ack-port-reuse', 'path-firewall-reject', 'on-path-injection'],
  },
  {
    id: 'plausible-numbers-mean-kernel',
    truth: 'partly',
    sources: ['tcp_v4_send_reset()', 'tcp_send_active_reset()'],
    samples: ['on-path-injection-mimics-server', 'path-firewall-reject'],
  },
  {
    id: 'odd-numbers-mean-firewall',
    truth: 'partly',
    sources: ['nf_send_reset()'],
    samples: ['on-path-injection-burst', 'path-firewall-reject'],
  },
  {
    id: 'same-ttl-means-server',
    truth: 'partly',
    sources: ['nf_reject_iphdr_put()', 'net.ipv4.ip_default_ttl'],
    samples: ['on-path-injection-mimics-server', 'host-firewall-reject-unmarked'],
  },
  {
    id: 'smaller-ttl-means-middlebox',
    truth: 'false',
    sources: ['net.ipv4.ip_default_ttl', 'IP_TTL, ip(7)'],
    samples: ['socket-ttl-differs-from-rst', 'path-firewall-reject'],
  },
  {
    id: 'restart-clears-table',
    truth: 'true',
    sources: ['inet_hashinfo'],
    samples: ['state-lost-listener-up', 'state-lost-no-listener'],
  },
  {
    id: 'first-data-after-restart-reset',
    truth: 'partly',
    sources: ['tcp_v4_send_reset()'],
    samples: ['state-lost-listener-up', 'state-lost-no-listener'],
  },
  { id: 'restart-only-makes-more', truth: 'partly', sources: ['inet_csk_listen_stop()'], samples: [] },
  {
    id: 'rst-never-the-servers-doing',
    truth: 'false',
    sources: ['__tcp_close()', 'tcp_send_active_reset()'],
    samples: ['linger-zero', 'close-with-unread-data-small', 'keepalive-timeout'],
  },
];
