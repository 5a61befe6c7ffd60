# Redmine as a server for tests: fills an empty database, then serves. `/-/settings?name=value` changes settings while it runs.

# Before Bundler, which knows only what Redmine's Gemfile names.
$LOAD_PATH.unshift(*Gem::Specification.find_by_name('webrick').full_require_paths)
require '/usr/share/redmine/config/environment'
require 'rack/handler/webrick'

Setting.rest_api_enabled = '1'
Setting.notified_events = []
User.find_by!(login: 'admin').update_attribute(:must_change_passwd, false)

status = IssueStatus.create!(name: 'New')
tracker = Tracker.create!(name: 'Bug', default_status: status)
IssuePriority.create!(name: 'Normal', is_default: true)
project = Project.create!(name: 'Live', identifier: 'live', is_public: true,
                          enabled_module_names: ['issue_tracking'], trackers: [tracker])

# As little as whyrst needs, and to make issues for its tests.
role = Role.create!(name: 'Poster', permissions: %i[view_issues add_issues add_issue_notes edit_own_issue_notes])
Role.anonymous.add_permission!(:view_issues)
poster = User.new(firstname: 'Po', lastname: 'Ster', mail: 'poster@example.com', mail_notification: 'none')
poster.login = 'poster'
poster.password = ENV.fetch('POSTER_PASSWORD')
poster.save!
Token.create!(user: poster, action: 'api').update_column(:value, ENV.fetch('POSTER_KEY'))
Member.create!(project: project, principal: poster, roles: [role])

application = Rack::Builder.new do
  map('/-/settings') do
    run(lambda do |env|
      Rack::Request.new(env).params.each { |name, value| Setting[name] = value }
      [204, {}, []]
    end)
  end
  run Rails.application
end

Rack::Handler::WEBrick.run(application, Host: '127.0.0.1', Port: ENV.fetch('PORT').to_i, AccessLog: [])
