-- :Heaplight SUBCOMMAND
if vim.g.loaded_heaplight then
  return
end
vim.g.loaded_heaplight = true

vim.api.nvim_create_user_command('Heaplight', function(options)
  require('heaplight').run(options.fargs)
end, {
  nargs = '+',
  desc = 'heaplight: level, toggle, heap, explain',
  complete = function(_, line)
    return require('heaplight').complete(line)
  end,
})
